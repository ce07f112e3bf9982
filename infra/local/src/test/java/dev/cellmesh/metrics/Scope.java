package dev.cellmesh.metrics;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What do names mean at one place of the code? Constants, locals, and the parameters of the method around it, once for each call of
 * that method in the same file.
 */
final class Scope {
    /** A helper that is called by a helper. */
    private static final int DEPTH_MAX = 4;

    private static final String UNKNOWN = "?";

    private record Bound(ExpressionTree value, Scope scope) {}

    private final Constants constants;
    private final String type;
    private final Map<String, Bound> names;

    private Scope(Constants constants, String type, Map<String, Bound> names) {
        this.constants = constants;
        this.type = type;
        this.names = names;
    }

    static List<Scope> around(TreePath place, Constants constants, CompilationUnitTree unit) {
        return around(place, constants, unit, 0);
    }

    private static List<Scope> around(TreePath place, Constants constants, CompilationUnitTree unit, int depth) {
        String type = enclosing(place, ClassTree.class)
                .map(found -> ((ClassTree) found.getLeaf()).getSimpleName().toString())
                .orElse("");
        Optional<TreePath> around = enclosing(place, MethodTree.class);
        Map<String, Bound> locals = new HashMap<>();
        Scope constantsOnly = new Scope(constants, type, locals);
        around.ifPresent(method -> new TreeScanner<Void, Void>() {
            @Override
            public Void visitVariable(VariableTree variable, Void nothing) {
                if (variable.getInitializer() != null) {
                    locals.put(variable.getName().toString(), new Bound(variable.getInitializer(), constantsOnly));
                }
                return super.visitVariable(variable, nothing);
            }
        }.scan(((MethodTree) method.getLeaf()).getBody(), null));
        if (around.isEmpty() || depth == DEPTH_MAX) {
            return List.of(constantsOnly);
        }
        MethodTree method = (MethodTree) around.get().getLeaf();
        List<Scope> scopes = new ArrayList<>();
        for (TreePath call : callsOf(method, unit)) {
            List<? extends ExpressionTree> arguments = ((MethodInvocationTree) call.getLeaf()).getArguments();
            for (Scope caller : around(call, constants, unit, depth + 1)) {
                Map<String, Bound> names = new HashMap<>(locals);
                for (int i = 0; i < arguments.size(); i++) {
                    names.put(method.getParameters().get(i).getName().toString(), new Bound(arguments.get(i), caller));
                }
                scopes.add(new Scope(constants, type, names));
            }
        }
        return scopes.isEmpty() ? List.of(constantsOnly) : scopes;
    }

    private static Optional<TreePath> enclosing(TreePath place, Class<? extends Tree> kind) {
        TreePath path = place.getParentPath();
        while (path != null && !kind.isInstance(path.getLeaf())) {
            path = path.getParentPath();
        }
        return Optional.ofNullable(path);
    }

    private static List<TreePath> callsOf(MethodTree method, CompilationUnitTree unit) {
        List<TreePath> calls = new ArrayList<>();
        if (method.getParameters().isEmpty()) {
            return calls;
        }
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
                if (call.getMethodSelect().toString().equals(method.getName().toString())
                        && call.getArguments().size() == method.getParameters().size()) {
                    calls.add(getCurrentPath());
                }
                return super.visitMethodInvocation(call, nothing);
            }
        }.scan(unit, null);
        return calls;
    }

    /** Not a call of the registry, but of a method of the same name in this file, which will be read itself. */
    static boolean isCallOfOwnMethod(MethodInvocationTree call) {
        return call.getMethodSelect() instanceof IdentifierTree;
    }

    /** Empty when it is not known before the code runs. */
    Optional<String> text(ExpressionTree expression) {
        return switch (expression) {
            case LiteralTree literal -> Optional.of(String.valueOf(literal.getValue()));
            case BinaryTree sum ->
                text(sum.getLeftOperand())
                        .flatMap(left -> text(sum.getRightOperand()).map(right -> left + right));
            case IdentifierTree name -> named(name.getName().toString());
            case MemberSelectTree member ->
                constants
                        .find(simple(member.getExpression().toString()) + "." + member.getIdentifier())
                        .flatMap(this::text);
            default -> Optional.empty();
        };
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private Optional<String> named(String name) {
        Bound bound = names.get(name);
        if (bound != null) {
            return bound.scope().text(bound.value());
        }
        return constants.find(type + "." + name).flatMap(this::text);
    }

    /** Of {@code "key", value, "key", value}, or of {@code Tags.of(...)} and its like. */
    Set<String> keys(List<? extends ExpressionTree> arguments) {
        Set<String> keys = new TreeSet<>();
        if (arguments.size() == 1) {
            collect(arguments.getFirst(), keys);
            return keys;
        }
        boolean arePairs = arguments.stream().noneMatch(MethodInvocationTree.class::isInstance)
                || text(arguments.getFirst()).isPresent();
        for (int i = 0; i < arguments.size(); i++) {
            if (!arePairs) {
                collect(arguments.get(i), keys);
            } else if (i % 2 == 0) {
                keys.add(text(arguments.get(i)).orElse(UNKNOWN));
            }
        }
        return keys;
    }

    private void collect(ExpressionTree expression, Set<String> keys) {
        if (expression instanceof MethodInvocationTree call) {
            if (call.getMethodSelect() instanceof MemberSelectTree select
                    && select.getExpression() instanceof MethodInvocationTree) {
                collect(select.getExpression(), keys);
            }
            keys.addAll(keys(call.getArguments()));
        } else if (expression instanceof IdentifierTree name
                && names.containsKey(name.getName().toString())) {
            Bound bound = names.get(name.getName().toString());
            bound.scope().collect(bound.value(), keys);
        } else {
            keys.add(UNKNOWN);
        }
    }
}

package dev.cellmesh.metrics;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.element.Modifier;

/** What are the constants of the code? By the simple name of their class and their own. */
final class Constants {
    private final Map<String, ExpressionTree> byName = new HashMap<>();

    void learn(CompilationUnitTree unit) {
        new TreeScanner<Void, String>() {
            @Override
            public Void visitClass(ClassTree type, String outer) {
                for (Tree member : type.getMembers()) {
                    if (member instanceof VariableTree field
                            && field.getInitializer() != null
                            && field.getModifiers().getFlags().contains(Modifier.FINAL)) {
                        byName.put(type.getSimpleName() + "." + field.getName(), field.getInitializer());
                    }
                }
                return super.visitClass(type, outer);
            }
        }.scan(unit, "");
    }

    /** @param name with its class */
    Optional<ExpressionTree> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    static String topLevel(CompilationUnitTree unit) {
        ClassTree type = unit.getTypeDecls().stream()
                .filter(ClassTree.class::isInstance)
                .map(ClassTree.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no type in " + unit.getSourceFile()));
        return unit.getPackageName() + "." + type.getSimpleName();
    }

    static Set<String> literals(CompilationUnitTree unit) {
        Set<String> texts = new TreeSet<>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitLiteral(LiteralTree literal, Void nothing) {
                if (literal.getValue() instanceof String text) {
                    texts.add(text);
                }
                return null;
            }
        }.scan(unit, null);
        return texts;
    }
}

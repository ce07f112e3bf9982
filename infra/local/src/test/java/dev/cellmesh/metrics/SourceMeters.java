package dev.cellmesh.metrics;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import io.micrometer.core.instrument.Meter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Which meters does the code make? Read from the sources with the compiler's own parser, so that a meter that is made only when
 * something rare happens is found like all others, and nobody has to list it anywhere.
 *
 * <p>Understood are chains from {@code Counter.builder(...)} and its like to {@code register}, and the short forms of the registry
 * ({@code meters.counter(...)}). Names, descriptions and labels are literals, constants, or parameters of a method of the same
 * class that is called with such. What else is spelled like a meter's name, where Micrometer is known, is {@link #unclear()}.
 */
final class SourceMeters {
    private static final Map<String, Meter.Type> BUILDERS = Map.of(
            "Counter", Meter.Type.COUNTER,
            "FunctionCounter", Meter.Type.COUNTER,
            "Timer", Meter.Type.TIMER,
            "FunctionTimer", Meter.Type.TIMER,
            "LongTaskTimer", Meter.Type.LONG_TASK_TIMER,
            "DistributionSummary", Meter.Type.DISTRIBUTION_SUMMARY,
            "Gauge", Meter.Type.GAUGE,
            "TimeGauge", Meter.Type.GAUGE,
            "MultiGauge", Meter.Type.GAUGE);

    private static final Map<String, Meter.Type> SHORT_FORMS = Map.of(
            "counter", Meter.Type.COUNTER,
            "timer", Meter.Type.TIMER,
            "summary", Meter.Type.DISTRIBUTION_SUMMARY,
            "gauge", Meter.Type.GAUGE);

    private static final Set<String> BUCKETS = Set.of("serviceLevelObjectives", "publishPercentileHistogram");
    private static final String PREFIX = "cellmesh.";

    private final Constants constants = new Constants();
    private final List<DeclaredMeter> meters = new ArrayList<>();
    private final List<String> unclear = new ArrayList<>();
    private final Map<String, Set<String>> names = new HashMap<>();

    private SourceMeters() {}

    /** @param folders of sources */
    static SourceMeters of(List<Path> folders) {
        SourceMeters found = new SourceMeters();
        List<CompilationUnitTree> units = parse(folders);
        units.forEach(found.constants::learn);
        units.forEach(found::read);
        return found;
    }

    private static List<CompilationUnitTree> parse(List<Path> folders) {
        List<Path> files = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> all = Files.walk(folder)) {
                all.filter(file -> file.toString().endsWith(".java")).sorted().forEach(files::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            List<CompilationUnitTree> units = new ArrayList<>();
            task.parse().forEach(units::add);
            return units;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<DeclaredMeter> meters() {
        return meters;
    }

    /** What looks like a meter and could not be read, with its place. */
    List<String> unclear() {
        List<String> all = new ArrayList<>(unclear);
        Set<String> known = new TreeSet<>();
        meters.forEach(meter -> known.add(meter.name()));
        names.forEach((name, places) -> {
            if (!known.contains(name)) {
                all.add(name + " in " + places);
            }
        });
        return all.stream().sorted().toList();
    }

    private void read(CompilationUnitTree unit) {
        if (unit.getImports().stream().anyMatch(each -> each.toString().contains("io.micrometer."))) {
            Constants.literals(unit).stream()
                    .filter(text -> text.matches("cellmesh(\\.[a-z][a-z0-9]*)+"))
                    .forEach(name ->
                            names.computeIfAbsent(name, key -> new TreeSet<>()).add(Constants.topLevel(unit)));
        }
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
                String name = methodName(call);
                if (name.equals("builder") && isBuilder(call)) {
                    chain(unit, getCurrentPath());
                } else if (SHORT_FORMS.containsKey(name) && !call.getArguments().isEmpty()) {
                    shortForm(unit, getCurrentPath(), call);
                }
                return super.visitMethodInvocation(call, nothing);
            }
        }.scan(unit, null);
    }

    private static boolean isBuilder(MethodInvocationTree call) {
        return call.getMethodSelect() instanceof MemberSelectTree select
                && BUILDERS.containsKey(select.getExpression().toString());
    }

    private static String methodName(MethodInvocationTree call) {
        ExpressionTree select = call.getMethodSelect();
        return select instanceof MemberSelectTree member
                ? member.getIdentifier().toString()
                : select.toString();
    }

    /** All calls of a chain, from its builder on. */
    private void chain(CompilationUnitTree unit, TreePath builder) {
        Deque<MethodInvocationTree> calls = new ArrayDeque<>();
        TreePath path = builder;
        calls.add((MethodInvocationTree) path.getLeaf());
        while (path.getParentPath().getLeaf() instanceof MemberSelectTree
                && path.getParentPath().getParentPath().getLeaf() instanceof MethodInvocationTree next) {
            path = path.getParentPath().getParentPath();
            calls.add(next);
        }
        for (Scope scope : Scope.around(builder, constants, unit)) {
            declare(unit, calls, scope);
        }
    }

    private void declare(CompilationUnitTree unit, Deque<MethodInvocationTree> calls, Scope scope) {
        MethodInvocationTree builder = calls.getFirst();
        String kind =
                ((MemberSelectTree) builder.getMethodSelect()).getExpression().toString();
        Optional<String> name = scope.text(builder.getArguments().getFirst());
        if (name.isEmpty()) {
            unclear.add("a " + kind + " whose name is no constant, in " + Constants.topLevel(unit));
            return;
        }
        if (!name.get().startsWith(PREFIX)) {
            unclear.add(name.get() + " does not begin with " + PREFIX + ", in " + Constants.topLevel(unit));
            return;
        }
        boolean inSeconds = kind.endsWith("Timer") || kind.equals("TimeGauge") || kind.equals("LongTaskTimer");
        String unitName = inSeconds ? "seconds" : "";
        String description = "";
        boolean hasBuckets = false;
        Set<String> labels = new TreeSet<>();
        for (MethodInvocationTree call : calls) {
            List<? extends ExpressionTree> arguments = call.getArguments();
            switch (methodName(call)) {
                case "description" ->
                    description = scope.text(arguments.getFirst()).orElse("");
                case "baseUnit" -> unitName = scope.text(arguments.getFirst()).orElse("?");
                case "tag" -> labels.add(scope.text(arguments.getFirst()).orElse("?"));
                case "tags" -> labels.addAll(scope.keys(arguments));
                default -> hasBuckets |= BUCKETS.contains(methodName(call));
            }
        }
        add(unit, name.get(), BUILDERS.get(kind), unitName, labels, description, hasBuckets);
    }

    private void shortForm(CompilationUnitTree unit, TreePath path, MethodInvocationTree call) {
        List<? extends ExpressionTree> arguments = call.getArguments();
        Meter.Type type = SHORT_FORMS.get(methodName(call));
        for (Scope scope : Scope.around(path, constants, unit)) {
            Optional<String> name = scope.text(arguments.getFirst()).filter(text -> text.startsWith(PREFIX));
            if (name.isPresent() && !Scope.isCallOfOwnMethod(call)) {
                Set<String> labels =
                        type == Meter.Type.GAUGE ? Set.of() : scope.keys(arguments.subList(1, arguments.size()));
                add(unit, name.get(), type, type == Meter.Type.TIMER ? "seconds" : "", labels, "", false);
            }
        }
    }

    private void add(
            CompilationUnitTree unit,
            String name,
            Meter.Type type,
            String unitName,
            Set<String> labels,
            String description,
            boolean hasBuckets) {
        meters.add(new DeclaredMeter(name, type, unitName, labels, description, hasBuckets, Constants.topLevel(unit)));
    }
}

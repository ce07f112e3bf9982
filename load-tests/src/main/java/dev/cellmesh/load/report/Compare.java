package dev.cellmesh.load.report;

import dev.cellmesh.load.record.Hlog;
import dev.cellmesh.load.record.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Is the second run better or worse than the first? For all requests, each operation, group and region that both have: latency
 * from the intended start, successes a second and the share of errors, each with its {@link Changes}. Warm-up is left out.
 */
public final class Compare {
    /** Where they differ, so may every figure, whatever was changed on purpose. */
    private static final List<String> MACHINE = List.of("system", "processor", "cores");

    private Compare() {}

    private record Run(Path folder, RunSummary summary, Recording recording) {
        static Run read(Path folder) throws IOException {
            return new Run(folder, JsonReport.read(folder.resolve("run.json")), Hlog.read(folder));
        }

        Predicate<Recording.Key> counted() {
            Set<String> warmup = summary.scenario().phases().stream()
                    .filter(RunSummary.PhaseRun::warmup)
                    .map(RunSummary.PhaseRun::name)
                    .collect(Collectors.toSet());
            return key -> !warmup.contains(key.series().phase());
        }

        Set<String> names(Function<Recording.Key, String> of) {
            return recording.cells().keySet().stream()
                    .filter(counted())
                    .map(of)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /**
     * @param anyway compare runs of other scenarios, generators or machines all the same, and say so on top
     * @param seed of the resampling
     * @throws IOException when one of the folders holds no run
     */
    public static Comparison folders(Path before, Path after, boolean anyway, long seed) throws IOException {
        Run first = Run.read(before);
        Run second = Run.read(after);
        List<String> reasons = reasons(first.summary(), second.summary());
        if (!reasons.isEmpty() && !anyway) {
            return new Comparison.Refused(reasons);
        }
        List<String> cautions = Stream.of(
                        reasons,
                        otherSettings(first.summary(), second.summary()),
                        doubts("the first run", first.summary()),
                        doubts("the second run", second.summary()))
                .flatMap(List::stream)
                .toList();
        return new Comparison.Compared(
                before.toString(), after.toString(), cautions, lines(first, second, seed), Changes.RESAMPLES, seed);
    }

    private static List<Comparison.Line> lines(Run first, Run second, long seed) {
        List<Comparison.Line> lines = new ArrayList<>(of("all", key -> true, first, second, seed));
        lines.addAll(each("operation", key -> key.series().operation(), first, second, seed));
        lines.addAll(each("group", key -> key.series().group(), first, second, seed));
        lines.addAll(each("region", key -> key.series().region(), first, second, seed));
        return lines;
    }

    /** What only one of the two has cannot be compared; one name alone is the same as all. */
    private static List<Comparison.Line> each(
            String kind, Function<Recording.Key, String> name, Run first, Run second, long seed) {
        Set<String> names = first.names(name);
        if (names.size() < 2 && names.equals(second.names(name))) {
            return List.of();
        }
        names.retainAll(second.names(name));
        return names.stream()
                .flatMap(one -> of(kind + " " + one, key -> name.apply(key).equals(one), first, second, seed).stream())
                .toList();
    }

    private static List<Comparison.Line> of(
            String subject, Predicate<Recording.Key> counted, Run first, Run second, long seed) {
        Blocks before = Blocks.of(first.recording(), first.counted().and(counted));
        Blocks after = Blocks.of(second.recording(), second.counted().and(counted));
        if (before.size() == 0 || after.size() == 0) {
            return List.of();
        }
        return new Changes(subject, before, after, new SplittableRandom(seed)).lines();
    }

    private static List<String> reasons(RunSummary first, RunSummary second) {
        List<String> reasons = new ArrayList<>();
        if (first.closedLoop() != second.closedLoop()) {
            reasons.add("one is a closed loop, whose users wait while the server stalls, and the other one is not");
        }
        if (!first.scenario().fingerprint().equals(second.scenario().fingerprint())) {
            reasons.add("they were not asked the same: " + first.scenario().name() + " (fingerprint "
                    + first.scenario().fingerprint() + ") and "
                    + second.scenario().name() + " (" + second.scenario().fingerprint() + ")");
        }
        if (first.generator().generators() != second.generator().generators()) {
            reasons.add("they have " + first.generator().generators() + " and "
                    + second.generator().generators() + " generators");
        }
        MACHINE.stream()
                .filter(name -> differ(name, first, second))
                .map(name -> differing(name, first, second))
                .forEach(reasons::add);
        return reasons;
    }

    private static List<String> otherSettings(RunSummary first, RunSummary second) {
        Set<String> names = new TreeSet<>(first.environment().keySet());
        names.addAll(second.environment().keySet());
        return names.stream()
                .filter(name -> !MACHINE.contains(name) && differ(name, first, second))
                .map(name -> differing(name, first, second))
                .toList();
    }

    private static boolean differ(String name, RunSummary first, RunSummary second) {
        return !Objects.equals(
                first.environment().get(name), second.environment().get(name));
    }

    private static String differing(String name, RunSummary first, RunSummary second) {
        return name + ": " + first.environment().getOrDefault(name, "not known") + " and then "
                + second.environment().getOrDefault(name, "not known");
    }

    private static List<String> doubts(String which, RunSummary run) {
        List<String> doubts = new ArrayList<>();
        run.aborted().ifPresent(why -> doubts.add(which + " ended early: " + why));
        if (run.generator().dropped() > 0) {
            doubts.add(which + " dropped " + Amounts.count(run.generator().dropped()) + " arrivals");
        }
        return doubts;
    }
}

package dev.cellmesh.load.report;

import dev.cellmesh.load.record.Recording;
import dev.cellmesh.load.report.RunSummary.About;
import dev.cellmesh.load.report.RunSummary.CurvePoint;
import dev.cellmesh.load.report.RunSummary.Curves;
import dev.cellmesh.load.report.RunSummary.Figures;
import dev.cellmesh.load.report.RunSummary.Found;
import dev.cellmesh.load.report.RunSummary.Generator;
import dev.cellmesh.load.report.RunSummary.Marked;
import dev.cellmesh.load.report.RunSummary.PhaseRun;
import dev.cellmesh.load.report.RunSummary.PlannedFault;
import dev.cellmesh.load.report.RunSummary.Point;
import dev.cellmesh.load.run.ExitCode;
import dev.cellmesh.load.run.RunResult;
import dev.cellmesh.load.scenario.Scenario;
import dev.cellmesh.load.schedule.ClosedLoop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** What does a run come to? */
final class Summing {
    private static final double NANOS = 1e9;

    private Summing() {}

    /** @param momentsMax how many steps the timeline has at most; several intervals make one where there are more */
    static RunSummary up(RunResult result, int momentsMax) {
        Scenario scenario = result.scenario();
        Recording recording = result.recording();
        RunTime time = RunTime.of(result);
        Measured measured = new Measured(recording, warmups(scenario));
        double seconds = time.measuredSeconds();
        Tally all = measured.by(key -> "").getOrDefault("", new Tally());
        SortedMap<String, Tally> operations = measured.by(key -> key.series().operation());
        SortedMap<String, Tally> groups = measured.by(key -> key.series().group());
        SortedMap<String, Tally> regions = measured.by(key -> key.series().region());
        Figures total = all.figures(Optional.empty(), Optional.empty(), Optional.empty(), seconds);
        return new RunSummary(
                RunSummary.FORMAT,
                RunSummary.VERSION,
                about(scenario),
                result.seed(),
                result.startedAt(),
                result.exitCode() == ExitCode.PASS,
                result.exitCode(),
                result.aborted(),
                scenario.phases().stream().anyMatch(phase -> phase.load() instanceof ClosedLoop),
                seconds,
                total.outcomes(),
                total,
                rows(
                        operations,
                        (name, of) -> of.figures(Optional.of(name), Optional.empty(), Optional.empty(), seconds)),
                rows(groups, (name, of) -> of.figures(Optional.empty(), Optional.empty(), Optional.of(name), seconds)),
                rows(regions, (name, of) -> of.figures(Optional.empty(), Optional.of(name), Optional.empty(), seconds)),
                measured.slices(seconds),
                new Curves(all.curve(), curves(groups), curves(regions)),
                generator(recording),
                result.verdicts().stream().map(Judging::of).toList(),
                result.findings().stream()
                        .map(finding -> new Found(
                                finding.check(),
                                finding.checked(),
                                finding.violationCount(),
                                finding.violations(),
                                finding.note(),
                                finding.holds()))
                        .toList(),
                result.marks().stream()
                        .map(mark -> new Marked(mark.offsetNanos() / NANOS, mark.text(), mark.failed()))
                        .toList(),
                new LinkedHashMap<>(result.environment()),
                Moments.of(recording, time, momentsMax),
                samples(result));
    }

    private static Set<String> warmups(Scenario scenario) {
        return scenario.phases().stream()
                .filter(Scenario.Phase::warmup)
                .map(Scenario.Phase::name)
                .collect(Collectors.toSet());
    }

    private static About about(Scenario scenario) {
        return new About(
                scenario.name(),
                scenario.purpose(),
                Fingerprint.of(scenario),
                scenario.duration().toNanos() / NANOS,
                scenario.phases().stream()
                        .map(phase -> new PhaseRun(
                                phase.name(),
                                phase.startAt().toNanos() / NANOS,
                                phase.load().duration().toNanos() / NANOS,
                                phase.load().describe(),
                                phase.load() instanceof ClosedLoop,
                                phase.warmup()))
                        .toList(),
                scenario.regions().keySet().stream().sorted().toList(),
                scenario.groups().stream().map(Scenario.TenantGroup::name).toList(),
                scenario.operations().stream().map(Scenario.OperationSpec::name).toList(),
                scenario.faults().stream()
                        .map(fault -> new PlannedFault(
                                fault.at().toNanos() / NANOS,
                                fault.lasts().map(lasts -> lasts.toNanos() / NANOS),
                                describe(fault)))
                        .toList());
    }

    /** For people, such as {@code kill-cell us-east1-c02}. */
    static String describe(Scenario.TimedFault fault) {
        return fault.action().describe();
    }

    private static Generator generator(Recording recording) {
        Histogram lag = new Histogram(3);
        recording.cells().values().forEach(cell -> lag.add(cell.lag()));
        Recording.Generator counts = recording.generator();
        return new Generator(
                counts.intended(),
                counts.late(),
                counts.dropped(),
                counts.waitedForConnection(),
                counts.generators(),
                Tally.spread(lag, 1e6));
    }

    private static SortedMap<String, List<CurvePoint>> curves(SortedMap<String, Tally> of) {
        SortedMap<String, List<CurvePoint>> curves = new TreeMap<>();
        of.forEach((name, tally) -> curves.put(name, tally.curve()));
        return curves;
    }

    private static Map<String, List<Point>> samples(RunResult result) {
        Map<String, List<Point>> samples = new TreeMap<>();
        result.samples()
                .forEach((name, gauges) -> samples.put(
                        name,
                        gauges.stream()
                                .map(gauge -> new Point(gauge.offsetNanos() / NANOS, gauge.value()))
                                .toList()));
        return samples;
    }

    private static List<Figures> rows(
            SortedMap<String, Tally> tallies, java.util.function.BiFunction<String, Tally, Figures> figures) {
        List<Figures> rows = new ArrayList<>();
        tallies.forEach((name, tally) -> rows.add(figures.apply(name, tally)));
        return rows;
    }

    private record Slice(String operation, String group, String region) {}

    /** The cells that count: all but those of warm-up phases. */
    private record Measured(Recording recording, Set<String> warmups) {
        SortedMap<String, Tally> by(Function<Recording.Key, String> name) {
            return by(name, Comparator.naturalOrder());
        }

        List<Figures> slices(double seconds) {
            List<Figures> rows = new ArrayList<>();
            by(
                            key -> new Slice(
                                    key.series().operation(),
                                    key.series().group(),
                                    key.series().region()),
                            Comparator.comparing(Slice::operation)
                                    .thenComparing(Slice::group)
                                    .thenComparing(Slice::region))
                    .forEach((slice, tally) -> rows.add(tally.figures(
                            Optional.of(slice.operation()),
                            Optional.of(slice.region()),
                            Optional.of(slice.group()),
                            seconds)));
            return rows;
        }

        private <K> SortedMap<K, Tally> by(Function<Recording.Key, K> name, Comparator<K> order) {
            SortedMap<K, Tally> tallies = new TreeMap<>(order);
            recording.cells().forEach((key, cell) -> {
                if (!warmups.contains(key.series().phase())) {
                    tallies.computeIfAbsent(name.apply(key), none -> new Tally())
                            .add(key, cell);
                }
            });
            return tallies;
        }
    }
}

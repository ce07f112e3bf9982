package dev.cellmesh.load.scenario;

import dev.cellmesh.load.scenario.Scenario.Phase;
import dev.cellmesh.load.schedule.LoadModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;

/** How much load, when? Phases follow each other unless they say otherwise. */
final class TimelineReader {
    private final Problems problems;
    private final Overrides overrides;
    private final LoadReader loads;
    private final Set<String> groups;
    private final Set<String> operations;

    private record Span(Duration start, Duration end) {
        boolean meets(Span other) {
            return start.compareTo(other.end) < 0 && other.start.compareTo(end) < 0;
        }
    }

    TimelineReader(Problems problems, Overrides overrides, Path folder, Set<String> groups, Set<String> operations) {
        this.problems = problems;
        this.overrides = overrides;
        this.loads = new LoadReader(problems, overrides, folder, operations);
        this.groups = groups;
        this.operations = operations;
    }

    static Duration scaled(Duration written, double scale) {
        return scale == 1 ? written : Duration.ofNanos(Math.round(written.toNanos() * scale));
    }

    /** Of the last phase; zero when none could be read. */
    Duration end(List<Phase> phases) {
        return phases.stream()
                .map(phase -> phase.startAt().plus(phase.load().duration()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    List<Phase> phases(Members scenario) {
        scenario.need("phases");
        Map<String, Node> nodes = scenario.map("phases");
        if (scenario.has("phases") && nodes.isEmpty()) {
            problems.at(scenario.find("phases").orElseThrow(), "at least one phase");
        }
        List<Phase> phases = new ArrayList<>();
        Map<String, Span> spans = new LinkedHashMap<>();
        nodes.forEach((name, node) -> {
            problems.made(node, () -> Names.name(name));
            phase(name, node, spans, nodes.keySet()).ifPresent(phases::add);
        });
        if (!phases.isEmpty()
                && phases.size() == nodes.size()
                && phases.stream().allMatch(Phase::warmup)) {
            problems.at(
                    scenario.find("phases").orElseThrow(), "at least one phase is no warm-up, so that it is judged");
        }
        return List.copyOf(phases);
    }

    private Optional<Phase> phase(String name, Node node, Map<String, Span> spans, Set<String> all) {
        try (Members members = new Members(Vocabulary.PHASE, node, problems)) {
            Optional<Duration> lasts = members.parsed("lasts", ScenarioReader::positive)
                    .map(written -> scaled(written, overrides.timeScale()));
            Optional<LoadModel> load = members.need("load").flatMap(value -> loads.read(value, node, lasts));
            Duration start = start(members, node, spans, all);
            Duration length = load.map(LoadModel::duration).or(() -> lasts).orElse(Duration.ofSeconds(1));
            Span span = new Span(start, start.plus(length));
            boolean overlaps = members.truth("overlaps", false);
            spans.entrySet().stream()
                    .filter(earlier -> !overlaps && earlier.getValue().meets(span))
                    .findFirst()
                    .ifPresent(earlier -> problems.at(
                            node,
                            "it runs while \"" + earlier.getKey()
                                    + "\" does: if that is meant, say \"overlaps: true\""));
            spans.put(name, span);
            Map<String, Double> weights = members.weights("groups", groups);
            if (!members.has("groups")) {
                groups.forEach(group -> weights.put(group, 1.0));
            }
            Map<String, Double> mix = members.weights("mix", operations);
            boolean warmup = members.truth("warmup", false);
            return load.map(model -> new Phase(name, start, model, weights, mix, warmup));
        }
    }

    private Duration start(Members members, Node node, Map<String, Span> spans, Set<String> all) {
        Optional<Duration> start = members.duration("start").map(written -> scaled(written, overrides.timeScale()));
        Optional<String> after = members.name("after", all);
        if (start.isPresent() && after.isPresent()) {
            problems.at(node, "either \"start\" or \"after\", not both");
        }
        if (after.isPresent() && !spans.containsKey(after.get())) {
            problems.at(node, "\"after\" names a phase that stands before it in the file");
        }
        return start.or(() -> after.map(spans::get).map(Span::end))
                .or(() -> spans.values().stream().reduce((before, last) -> last).map(Span::end))
                .orElse(Duration.ZERO);
    }
}

package dev.cellmesh.load.agent;

import dev.cellmesh.load.agent.Messages.Rest;
import dev.cellmesh.load.check.Finding;
import dev.cellmesh.load.fault.FaultTimeline.Mark;
import dev.cellmesh.load.record.Recording;
import dev.cellmesh.load.record.Recordings;
import dev.cellmesh.load.run.RunResult;
import dev.cellmesh.load.run.RunResult.Gauge;
import dev.cellmesh.load.scenario.Scenario;
import dev.cellmesh.load.scenario.Scenario.Phase;
import dev.cellmesh.load.verdict.Judge;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is the one result of several agents? Judged on the merged recording, never on the parts. */
final class Merge {
    /** What one agent gave back. */
    record Part(String agent, Rest rest, Recording recording) {}

    private Merge() {}

    /** @param stopped why somebody ended it early */
    static RunResult of(Scenario scenario, long seed, List<Part> parts, Optional<String> stopped) {
        Recording recording =
                Recordings.merge(parts.stream().map(Part::recording).toList());
        return new RunResult(
                scenario,
                seed,
                parts.stream()
                        .map(part -> Instant.parse(part.rest().startedAt()))
                        .min(Instant::compareTo)
                        .get(),
                environment(parts),
                recording,
                parts.stream()
                        .flatMap(part -> part.rest().marks().stream())
                        .sorted(Comparator.comparingLong(Mark::offsetNanos))
                        .toList(),
                Judge.judge(
                        scenario.thresholds(),
                        recording,
                        scenario.phases().stream()
                                .filter(Phase::warmup)
                                .map(Phase::name)
                                .collect(Collectors.toSet())),
                findings(parts),
                stopped.or(() -> aborted(parts)),
                samples(parts));
    }

    private static Optional<String> aborted(List<Part> parts) {
        return parts.stream()
                .filter(part -> part.rest().aborted() != null)
                .map(part -> "agent " + part.agent() + ": " + part.rest().aborted())
                .findFirst();
    }

    private static Map<String, String> environment(List<Part> parts) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("agents", parts.stream().map(Part::agent).collect(Collectors.joining(", ")));
        Map<String, String> first = parts.getFirst().rest().environment();
        first.forEach((name, value) -> {
            List<String> values = parts.stream()
                    .map(part -> part.rest().environment().getOrDefault(name, "?"))
                    .distinct()
                    .toList();
            environment.put(name, String.join(" | ", values));
        });
        return environment;
    }

    /** One for each check: each agent checked its own tenants, so that sums say what all of them found. */
    private static List<Finding> findings(List<Part> parts) {
        Map<String, Finding> findings = new LinkedHashMap<>();
        for (Part part : parts) {
            for (Finding finding : part.rest().findings()) {
                findings.merge(finding.check(), named(part, finding), Merge::plus);
            }
        }
        return List.copyOf(findings.values());
    }

    private static Finding named(Part part, Finding finding) {
        return new Finding(
                finding.check(),
                finding.checked(),
                finding.violations().stream()
                        .map(violation -> "agent " + part.agent() + ": " + violation)
                        .toList(),
                finding.violationCount(),
                finding.note().isEmpty() ? "" : "agent " + part.agent() + ": " + finding.note());
    }

    private static Finding plus(Finding left, Finding right) {
        return new Finding(
                left.check(),
                left.checked() + right.checked(),
                Stream.concat(left.violations().stream(), right.violations().stream())
                        .limit(Finding.SHOWN_MAX)
                        .toList(),
                left.violationCount() + right.violationCount(),
                Stream.of(left.note(), right.note())
                        .filter(note -> !note.isEmpty())
                        .collect(Collectors.joining("; ")));
    }

    /** The target's are the same for all, so the first one's are enough; what an agent says of itself has its name. */
    private static Map<String, List<Gauge>> samples(List<Part> parts) {
        Map<String, List<Gauge>> samples = new LinkedHashMap<>();
        for (int number = 0; number < parts.size(); number++) {
            Part part = parts.get(number);
            boolean first = number == 0;
            part.rest().samples().forEach((name, gauges) -> {
                boolean ofTarget = name.startsWith("target");
                if (!ofTarget) {
                    samples.put(name + ", agent " + part.agent(), new ArrayList<>(gauges));
                } else if (first) {
                    samples.put(name, new ArrayList<>(gauges));
                }
            });
        }
        return samples;
    }
}

package dev.cellmesh.load.scenario;

import dev.cellmesh.load.verdict.AbortRule;
import dev.cellmesh.load.verdict.Expression;
import dev.cellmesh.load.verdict.Threshold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** What must hold, and when is going on pointless? */
final class JudgementReader {
    private final Problems problems;
    private final Overrides overrides;
    private final Set<String> phases;
    private final Set<String> operations;
    private final Set<String> regions;
    private final Set<String> groups;

    JudgementReader(
            Problems problems,
            Overrides overrides,
            Set<String> phases,
            Set<String> operations,
            Set<String> regions,
            Set<String> groups) {
        this.problems = problems;
        this.overrides = overrides;
        this.phases = phases;
        this.operations = operations;
        this.regions = regions;
        this.groups = groups;
    }

    List<Threshold> thresholds(Members scenario) {
        List<Threshold> thresholds = new ArrayList<>();
        for (Node node : scenario.list("thresholds")) {
            threshold(node).ifPresent(thresholds::add);
        }
        return List.copyOf(thresholds);
    }

    private Optional<Threshold> threshold(Node node) {
        if (node instanceof ScalarNode scalar) {
            return problems.made(node, () -> expression(scalar.getValue()))
                    .map(expression -> new Threshold(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            expression,
                            Optional.empty()));
        }
        try (Members members = new Members(Vocabulary.THRESHOLD, node, problems)) {
            Optional<Expression> that = members.needParsed("that", this::expression);
            Optional<String> phase = members.name("phase", phases);
            Optional<String> operation = members.name("operation", operations);
            Optional<String> region = members.name("region", regions);
            Optional<String> group = members.name("group", groups);
            Optional<Duration> window =
                    members.parsed("window", ScenarioReader::positive).map(this::scaled);
            return that.map(expression -> new Threshold(phase, operation, region, group, expression, window));
        }
    }

    List<AbortRule> aborts(Members scenario) {
        List<AbortRule> aborts = new ArrayList<>();
        for (Node node : scenario.list("abort")) {
            try (Members members = new Members(Vocabulary.ABORT, node, problems)) {
                Optional<Expression> when = members.needParsed("when", this::expression);
                Optional<Duration> lasting =
                        members.needParsed("lasting", ScenarioReader::positive).map(this::scaled);
                Optional<String> group = members.name("group", groups);
                if (when.isPresent() && lasting.isPresent()) {
                    aborts.add(new AbortRule(group, when.get(), lasting.get()));
                }
            }
        }
        return List.copyOf(aborts);
    }

    private Duration scaled(Duration written) {
        return TimelineReader.scaled(written, overrides.timeScale());
    }

    /** A rate that is expected shrinks with the rates that are sent. */
    private Expression expression(String text) {
        Expression written = Expression.parse(text);
        if (overrides.rateScale() == 1 || !(written.measure() instanceof Expression.Measure.Rate)) {
            return written;
        }
        return new Expression(
                written.text() + " x " + overrides.rateScale(),
                written.measure(),
                written.comparison(),
                written.limit() * overrides.rateScale());
    }
}

package dev.cellmesh.load.scenario;

import dev.cellmesh.load.schedule.ClosedLoop;
import dev.cellmesh.load.schedule.ConstantRate;
import dev.cellmesh.load.schedule.LoadModel;
import dev.cellmesh.load.schedule.PoissonProcess;
import dev.cellmesh.load.schedule.Ramp;
import dev.cellmesh.load.schedule.Replay;
import dev.cellmesh.load.schedule.Spike;
import dev.cellmesh.load.schedule.Steps;
import dev.cellmesh.load.schedule.Trace;
import dev.cellmesh.load.schedule.TraceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.yaml.snakeyaml.nodes.Node;

/** Which load does a phase have? The models' own rules judge the numbers. */
final class LoadReader {
    private static final double SPEED_MAX = 1_000;

    private final Problems problems;
    private final Overrides overrides;
    private final Path folder;
    private final Set<String> operations;

    /**
     * @param folder of the scenario, which files are beside
     * @param operations that a trace may name
     */
    LoadReader(Problems problems, Overrides overrides, Path folder, Set<String> operations) {
        this.problems = problems;
        this.overrides = overrides;
        this.folder = folder;
        this.operations = operations;
    }

    /** @param lasts of the phase, scaled; a replay needs none */
    Optional<LoadModel> read(Node node, Node phase, Optional<Duration> lasts) {
        Optional<Section> section = Discriminator.find(node, "model", Vocabulary.LOADS, problems);
        boolean replay = section.filter(found -> found.equals(Vocabulary.LOADS.get("replay")))
                .isPresent();
        if (section.isPresent() && replay == lasts.isPresent()) {
            problems.at(
                    phase,
                    replay
                            ? "a replay lasts as long as its trace: leave \"lasts\" out"
                            : "\"lasts\" is missing: a duration");
        }
        return section.flatMap(found -> read(found, node, lasts.orElse(Duration.ofSeconds(1))));
    }

    private Optional<LoadModel> read(Section section, Node node, Duration lasts) {
        try (Members members = new Members(section, node, problems)) {
            return switch (members.needText("model").orElse("")) {
                case "constant" -> {
                    Optional<Double> rate = rate(members, "rate");
                    yield rate.flatMap(perSecond -> made(node, () -> new ConstantRate(perSecond, lasts)));
                }
                case "poisson" -> {
                    Optional<Double> rate = rate(members, "rate");
                    yield rate.flatMap(perSecond -> made(node, () -> new PoissonProcess(perSecond, lasts)));
                }
                case "ramp" -> {
                    Optional<Double> from = rate(members, "from");
                    Optional<Double> to = rate(members, "to");
                    yield from.flatMap(first -> to.flatMap(last -> made(node, () -> new Ramp(first, last, lasts))));
                }
                case "steps" -> steps(members, node, lasts);
                case "spike" -> spike(members, node, lasts);
                case "replay" -> replay(members, node);
                case "closed" -> {
                    Optional<Integer> users = members.needCount("users", 1, ClosedLoop.USERS_MAX);
                    Duration think = members.duration("think").orElse(Duration.ZERO);
                    yield users.flatMap(number -> made(node, () -> new ClosedLoop(number, think, lasts)));
                }
                default -> throw new IllegalStateException("a load model is declared that nothing reads");
            };
        }
    }

    private Optional<LoadModel> made(Node node, Supplier<LoadModel> maker) {
        return problems.made(node, maker);
    }

    private Optional<LoadModel> steps(Members members, Node node, Duration lasts) {
        Optional<Node> rates = members.need("rates");
        List<Double> steps = members.each("rates", this::scaledRate);
        if (rates.isEmpty() || steps.size() != members.list("rates").size()) {
            return Optional.empty();
        }
        return made(node, () -> {
            if (steps.isEmpty()) {
                throw new IllegalArgumentException("at least one rate");
            }
            Duration each = lasts.dividedBy(steps.size());
            List<Steps.Step> made = new ArrayList<>();
            steps.forEach(perSecond -> made.add(new Steps.Step(perSecond, each)));
            return new Steps(made);
        });
    }

    private Optional<LoadModel> spike(Members members, Node node, Duration lasts) {
        Optional<Double> base = rate(members, "base");
        Optional<Double> peak = rate(members, "peak");
        Optional<Duration> at = members.needParsed("at", Quantities::duration).map(this::scaled);
        Optional<Duration> spike =
                members.needParsed("for", ScenarioReader::positive).map(this::scaled);
        if (base.isEmpty() || peak.isEmpty() || at.isEmpty() || spike.isEmpty()) {
            return Optional.empty();
        }
        return made(node, () -> new Spike(base.get(), peak.get(), at.get(), spike.get(), lasts));
    }

    private Optional<LoadModel> replay(Members members, Node node) {
        Optional<String> file = members.needText("file");
        double speed = members.parsed("speed", LoadReader::speed).orElse(1.0) / overrides.timeScale();
        if (overrides.rateScale() != 1) {
            problems.at(node, "the rate of a trace cannot be scaled: leave --scale out, and use \"speed\"");
        }
        if (file.isEmpty()) {
            return Optional.empty();
        }
        Node place = members.find("file").orElse(node);
        try {
            Trace trace = Trace.read(folder.resolve(file.get()));
            trace.requests().stream()
                    .filter(request -> !operations.contains(request))
                    .forEach(request -> problems.at(
                            place,
                            "the trace asks for \"" + request + "\", which is no operation here: "
                                    + Suggestion.among(request, operations)));
            return made(node, () -> new Replay(trace, speed));
        } catch (TraceException broken) {
            broken.problems().forEach(problem -> problems.at(place, problem));
            return Optional.empty();
        }
    }

    private static double speed(String text) {
        double speed = Members.parseNumber(text);
        if (!(speed > 0 && speed <= SPEED_MAX)) {
            throw new IllegalArgumentException("a speed is above 0 and at most " + SPEED_MAX + ", not " + text);
        }
        return speed;
    }

    private Duration scaled(Duration written) {
        return TimelineReader.scaled(written, overrides.timeScale());
    }

    private double scaledRate(String text) {
        return Quantities.ratePerSecond(text) * overrides.rateScale();
    }

    private Optional<Double> rate(Members members, String name) {
        return members.needParsed(name, this::scaledRate);
    }
}

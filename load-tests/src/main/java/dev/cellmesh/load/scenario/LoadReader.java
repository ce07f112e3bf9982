package dev.cellmesh.load.scenario;

import dev.cellmesh.load.schedule.ClosedLoop;
import dev.cellmesh.load.schedule.ConstantRate;
import dev.cellmesh.load.schedule.LoadModel;
import java.time.Duration;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** Which load does a phase have? The models' own rules judge the numbers. */
final class LoadReader {
    private final Problems problems;
    private final Overrides overrides;

    LoadReader(Problems problems, Overrides overrides) {
        this.problems = problems;
        this.overrides = overrides;
    }

    Optional<LoadModel> read(Node node, Duration lasts) {
        return Discriminator.find(node, "model", Vocabulary.LOADS, problems)
                .flatMap(section -> read(section, node, lasts));
    }

    private Optional<LoadModel> read(Section section, Node node, Duration lasts) {
        try (Members members = new Members(section, node, problems)) {
            return switch (members.needText("model").orElse("")) {
                case "constant" -> {
                    Optional<Double> rate = rate(members, "rate");
                    yield rate.flatMap(perSecond -> problems.made(node, () -> new ConstantRate(perSecond, lasts)));
                }
                case "closed" -> {
                    Optional<Integer> users = members.needCount("users", 1, ClosedLoop.USERS_MAX);
                    Duration think = members.duration("think").orElse(Duration.ZERO);
                    yield users.flatMap(number -> problems.made(node, () -> new ClosedLoop(number, think, lasts)));
                }
                default -> throw new IllegalStateException("a load model is declared that nothing reads");
            };
        }
    }

    private Optional<Double> rate(Members members, String name) {
        return members.needParsed(name, text -> Quantities.ratePerSecond(text) * overrides.rateScale());
    }
}

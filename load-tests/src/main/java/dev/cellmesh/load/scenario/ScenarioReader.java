package dev.cellmesh.load.scenario;

import dev.cellmesh.load.scenario.Scenario.Client;
import dev.cellmesh.load.scenario.Scenario.OperationSpec;
import dev.cellmesh.load.scenario.Scenario.Phase;
import dev.cellmesh.load.scenario.Scenario.Retry;
import dev.cellmesh.load.scenario.Scenario.Target;
import dev.cellmesh.load.scenario.Scenario.TenantGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.Node;

/**
 * What does a scenario file say? It reads all of the file whatever it meets, so that every problem is told at once, each with its
 * line and column. The words it knows are those of {@link Vocabulary}.
 */
public final class ScenarioReader {
    private static final int CONNECTIONS_DEFAULT = 64;
    private static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(10);
    private static final Retry NO_RETRY = new Retry(1, Duration.ofMillis(50), Duration.ofSeconds(2), true);
    private static final int PURPOSE_LENGTH_MAX = 500;

    private final Problems problems;
    private final Overrides overrides;
    private final Path folder;

    private ScenarioReader(String file, Path folder, Overrides overrides) {
        this.problems = new Problems(file);
        this.folder = folder;
        this.overrides = overrides;
    }

    public static Scenario read(Path file) throws ScenarioException {
        return read(file, Overrides.NONE);
    }

    public static Scenario read(Path file, Overrides overrides) throws ScenarioException {
        String text;
        try {
            if (Files.size(file) > YamlTree.BYTES_MAX) {
                throw new IOException("it is longer than " + YamlTree.BYTES_MAX + " bytes");
            }
            text = Files.readString(file);
        } catch (IOException e) {
            throw new ScenarioException(
                    List.of(new Problem(file.toString(), 0, 0, "it cannot be read as text: " + e.getMessage())));
        }
        Path folder = file.toAbsolutePath().getParent();
        return read(file.toString(), text, folder, overrides);
    }

    /**
     * @param file as problems are to call it
     * @param folder that files named in the text are looked for in
     */
    public static Scenario read(String file, String text, Path folder, Overrides overrides) throws ScenarioException {
        ScenarioReader reader = new ScenarioReader(file, folder, overrides);
        Optional<Scenario> scenario = YamlTree.read(text, reader.problems).flatMap(reader::scenario);
        if (!reader.problems.isEmpty() || scenario.isEmpty()) {
            throw reader.problems.toException();
        }
        return scenario.get();
    }

    private Optional<Scenario> scenario(Node root) {
        try (Members members = new Members(Vocabulary.SCENARIO, root, problems)) {
            Optional<String> name = members.needParsed("name", Names::name);
            Optional<String> purpose = members.needParsed("purpose", ScenarioReader::purpose);
            Optional<Target> target =
                    members.need("target").map(node -> new TargetReader(problems, overrides).read(node));
            Client client = members.find("client").map(this::client).orElse(client(NO_RETRY));
            Map<String, Double> regions = regions(members, target);
            GroupReader groupReader = new GroupReader(problems, regions.keySet());
            List<TenantGroup> groups = groupReader.read(members, target);
            Set<String> groupNames = namesOf(
                    members, "groups", groups.stream().map(TenantGroup::name).toList());
            Map<String, Object> data = plainMap(members, "data");
            List<OperationSpec> operations = operations(members);
            Set<String> operationNames = namesOf(members, "operations", List.of());
            TimelineReader timeline = new TimelineReader(problems, overrides, folder, groupNames, operationNames);
            List<Phase> phases = timeline.phases(members);
            Set<String> phaseNames = namesOf(members, "phases", List.of());
            var faults = new FaultReader(problems, overrides, regions.keySet(), timeline.end(phases)).read(members);
            boolean hasMesh = target.flatMap(Target::mesh).isPresent();
            if (!faults.isEmpty() && target.isPresent() && !hasMesh) {
                members.find("faults")
                        .ifPresent(node -> problems.at(node, "only a mesh can be broken: name it as target.mesh"));
            }
            JudgementReader judgement =
                    new JudgementReader(problems, overrides, phaseNames, operationNames, regions.keySet(), groupNames);
            var thresholds = judgement.thresholds(members);
            var aborts = judgement.aborts(members);
            List<String> checks = members.names("checks", Names.CHECKS);
            if (!problems.isEmpty() || name.isEmpty() || purpose.isEmpty() || target.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new Scenario(
                    name.get(),
                    purpose.get(),
                    target.get(),
                    client,
                    groups,
                    regions,
                    data,
                    operations,
                    phases,
                    faults,
                    thresholds,
                    aborts,
                    checks));
        }
    }

    private static String purpose(String text) {
        String purpose = text.strip();
        if (purpose.isEmpty() || purpose.length() > PURPOSE_LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "a purpose is a sentence of at most " + PURPOSE_LENGTH_MAX + " characters");
        }
        return purpose;
    }

    /** Names that stand in the file, also those whose value is wrong, so that one problem does not make others. */
    private static Set<String> namesOf(Members members, String section, List<String> more) {
        Set<String> names = new TreeSet<>(more);
        members.find(section)
                .ifPresent(node ->
                        names.addAll(Members.entries(node, new Problems("")).keySet()));
        return names;
    }

    private static Client client(Retry retry) {
        return new Client(false, false, CONNECTIONS_DEFAULT, TIMEOUT_DEFAULT, retry, true);
    }

    private Client client(Node node) {
        try (Members members = new Members(Vocabulary.CLIENT, node, problems)) {
            return new Client(
                    members.oneOf("protocol", Map.of("http1", false, "http2", true))
                            .orElse(false),
                    members.truth("trust-all", false),
                    members.count("connections", 1, 10_000, CONNECTIONS_DEFAULT),
                    members.parsed("timeout", ScenarioReader::positive).orElse(TIMEOUT_DEFAULT),
                    members.find("retry").map(this::retry).orElse(NO_RETRY),
                    members.truth("carry-tokens", true));
        }
    }

    static Duration positive(String text) {
        Duration duration = Quantities.duration(text);
        if (duration.isZero()) {
            throw new IllegalArgumentException("\"" + text + "\" is too short: more than zero");
        }
        return duration;
    }

    private Retry retry(Node node) {
        try (Members members = new Members(Vocabulary.RETRY, node, problems)) {
            return new Retry(
                    members.needCount("attempts", 1, 100).orElse(1),
                    members.duration("backoff").orElse(NO_RETRY.backoff()),
                    members.duration("backoff-max").orElse(NO_RETRY.backoffMax()),
                    members.truth("honour-retry-after", true));
        }
    }

    private Map<String, Double> regions(Members members, Optional<Target> target) {
        Set<String> edges = target.map(found -> found.edges().keySet()).orElse(Set.of());
        if (!members.has("regions")) {
            Map<String, Double> all = new LinkedHashMap<>();
            edges.forEach(region -> all.put(region, 1.0));
            if (edges.isEmpty() && target.isPresent()) {
                problems.at(
                        members.node(), "\"regions\" is missing: with a mesh and no edges, say where users ask from");
            }
            return all;
        }
        Map<String, Double> weights = new LinkedHashMap<>(members.weights(
                "regions", edges.isEmpty() ? members.map("regions").keySet() : edges));
        if (members.map("regions").isEmpty()) {
            members.find("regions").ifPresent(node -> problems.at(node, "at least one region"));
        }
        return weights;
    }

    private Map<String, Object> plainMap(Members members, String name) {
        Map<String, Object> plain = new LinkedHashMap<>();
        members.map(name).forEach((key, value) -> plain.put(key, PlainValues.of(value)));
        return plain;
    }

    private List<OperationSpec> operations(Members scenario) {
        scenario.need("operations");
        Map<String, Node> nodes = scenario.map("operations");
        if (scenario.has("operations") && nodes.isEmpty()) {
            problems.at(scenario.find("operations").orElseThrow(), "at least one operation");
        }
        List<OperationSpec> operations = new ArrayList<>();
        nodes.forEach((name, node) -> {
            problems.made(node, () -> Names.name(name));
            try (Members members = new Members(Vocabulary.OPERATION, node, problems)) {
                operations.add(new OperationSpec(
                        name,
                        members.needName("kind", Names.KINDS).orElse(""),
                        members.parsed("weight", Members::parseWeight).orElse(1.0),
                        plainMap(members, "with")));
            }
        });
        if (!operations.isEmpty() && operations.stream().noneMatch(operation -> operation.weight() > 0)) {
            problems.at(scenario.find("operations").orElseThrow(), "at least one operation has a weight above 0");
        }
        return List.copyOf(operations);
    }
}

package dev.cellmesh.load.run;

import dev.cellmesh.load.record.Series;
import dev.cellmesh.load.scenario.Scenario;
import dev.cellmesh.load.scenario.Scenario.OperationSpec;
import dev.cellmesh.load.scenario.Scenario.Phase;
import dev.cellmesh.load.scenario.Scenario.Pick;
import dev.cellmesh.load.scenario.Scenario.TenantGroup;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Who asks for what in a phase, and from where? Drawn in the order of the arrivals and from the phase's own seed, so that what
 * the server does changes nothing of it.
 */
final class Mix {
    /** Of a target that has no regions, or of nobody in particular. */
    static final String NONE = "-";

    /** One draw. */
    record Draw(String tenant, Series series) {}

    private final String phase;
    private final Choice<String> groups;
    private final Map<String, Choice<String>> tenants = new HashMap<>();
    private final Choice<String> regions;
    private final Choice<String> operations;
    private final RandomGenerator random;
    private final Map<Series, Series> known = new HashMap<>();

    Mix(Scenario scenario, Phase phase, RandomGenerator random) {
        this.phase = phase.name();
        this.random = random;
        this.groups = choice(phase.groups().isEmpty() ? evenly(scenario.groups()) : phase.groups());
        scenario.groups().forEach(group -> tenants.put(group.name(), tenants(group)));
        this.regions =
                choice(scenario.regions().isEmpty() ? evenlyOf(scenario.target().edges()) : scenario.regions());
        this.operations = choice(phase.mix().isEmpty() ? weights(scenario.operations()) : phase.mix());
    }

    /** @param operation when the schedule says which */
    Draw draw(Optional<String> operation) {
        String group = groups.pick(random);
        Choice<String> of = tenants.get(group);
        String tenant = of == null ? NONE : of.pick(random);
        String region = regions.pick(random);
        String drawn = operations.pick(random);
        Series series = new Series(phase, operation.orElse(drawn), region, group);
        return new Draw(tenant, known.computeIfAbsent(series, same -> same));
    }

    RandomGenerator random() {
        return random;
    }

    private static Choice<String> tenants(TenantGroup group) {
        if (group.tenants().isEmpty()) {
            return Choice.uniform(List.of(NONE));
        }
        return switch (group.pick()) {
            case Pick.Uniform uniform -> Choice.uniform(group.tenants());
            case Pick.Zipf zipf -> Choice.zipf(group.tenants(), zipf.exponent());
        };
    }

    /** By name, since the order of a map that somebody made is not for sure the same each time. */
    private static Choice<String> choice(Map<String, Double> weights) {
        return weights.isEmpty() ? Choice.uniform(List.of(NONE)) : Choice.weighted(new TreeMap<>(weights));
    }

    private static Map<String, Double> evenly(List<TenantGroup> groups) {
        Map<String, Double> even = new LinkedHashMap<>();
        groups.forEach(group -> even.put(group.name(), 1.0));
        return even;
    }

    private static Map<String, Double> evenlyOf(Map<String, ?> named) {
        Map<String, Double> even = new LinkedHashMap<>();
        named.keySet().forEach(name -> even.put(name, 1.0));
        return even;
    }

    private static Map<String, Double> weights(List<OperationSpec> operations) {
        Map<String, Double> weights = new LinkedHashMap<>();
        operations.forEach(operation -> weights.put(operation.name(), operation.weight()));
        return weights;
    }
}

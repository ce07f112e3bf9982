package dev.cellmesh.load.scenario;

import dev.cellmesh.load.scenario.Scenario.Pick;
import dev.cellmesh.load.scenario.Scenario.Target;
import dev.cellmesh.load.scenario.Scenario.TenantGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;

/** Who are the users? */
final class GroupReader {
    static final int TENANTS_MAX = 1_000;
    private static final double EXPONENT_MAX = 5;

    /** The group of a target that has no tenants. */
    private static final TenantGroup ALL =
            new TenantGroup("all", List.of("none"), false, List.of(), new Pick.Uniform());

    private final Problems problems;
    private final Set<String> regions;

    GroupReader(Problems problems, Set<String> regions) {
        this.problems = problems;
        this.regions = regions;
    }

    List<TenantGroup> read(Members scenario, Optional<Target> target) {
        Map<String, Node> nodes = scenario.map("groups");
        if (nodes.isEmpty()) {
            if (target.flatMap(Target::mesh).isPresent()) {
                problems.at(scenario.node(), "\"groups\" is missing: a mesh has tenants, so say who the users are");
            }
            return List.of(ALL);
        }
        List<TenantGroup> groups = new ArrayList<>();
        nodes.forEach((name, node) -> {
            problems.made(node, () -> Names.name(name));
            groups.add(group(name, node));
        });
        return List.copyOf(groups);
    }

    private TenantGroup group(String name, Node node) {
        try (Members members = new Members(Vocabulary.GROUP, node, problems)) {
            List<String> tenants = members.texts("tenants", Names::tenant);
            int make = members.count("make", 1, TENANTS_MAX, 0);
            String prefix = members.parsed("prefix", Names::tenant).orElse(name);
            List<String> home = members.names("home", regions);
            if (members.has("tenants") == members.has("make")) {
                problems.at(
                        node, "a group has either \"tenants\", a list of those that are there, or \"make\", a number");
            }
            if (!members.has("make") && (members.has("prefix") || members.has("home"))) {
                problems.at(node, "\"prefix\" and \"home\" are of tenants that are made, with \"make\"");
            }
            if (make > 0) {
                tenants = new ArrayList<>();
                for (int number = 1; number <= make; number++) {
                    tenants.add(String.format(Locale.ROOT, "%s-%04d", prefix, number));
                }
            }
            return new TenantGroup(
                    name,
                    List.copyOf(tenants),
                    make > 0,
                    make > 0 && home.isEmpty() ? List.copyOf(regions) : home,
                    pick(members, node));
        }
    }

    private Pick pick(Members members, Node node) {
        boolean zipf =
                members.oneOf("pick", Map.of("uniform", false, "zipf", true)).orElse(false);
        double exponent = members.parsed("exponent", GroupReader::exponent).orElse(1.0);
        if (!zipf && members.has("exponent")) {
            problems.at(node, "\"exponent\" is of \"pick: zipf\"");
        }
        return zipf ? new Pick.Zipf(exponent) : new Pick.Uniform();
    }

    private static double exponent(String text) {
        double exponent = Members.parseNumber(text);
        if (!(exponent > 0 && exponent <= EXPONENT_MAX)) {
            throw new IllegalArgumentException("an exponent is above 0 and at most " + EXPONENT_MAX + ", not " + text);
        }
        return exponent;
    }
}

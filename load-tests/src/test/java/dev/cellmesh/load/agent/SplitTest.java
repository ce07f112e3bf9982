package dev.cellmesh.load.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.load.scenario.Overrides;
import dev.cellmesh.load.scenario.Scenario;
import dev.cellmesh.load.scenario.ScenarioException;
import dev.cellmesh.load.scenario.ScenarioReader;
import dev.cellmesh.load.schedule.Arrivals;
import dev.cellmesh.load.schedule.ClosedLoop;
import dev.cellmesh.load.schedule.OpenModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SplitTest {
    private static final String TEXT = """
            name: split
            purpose: Something of everything.
            target: {mesh: 'http://127.0.0.1:8091'}
            groups:
              many: {make: 13, prefix: many, home: [west, east]}
              few: {tenants: [acme]}
            regions: {west: 2, east: 1}
            operations:
              read: {kind: payments.read-account}
            phases:
              even: {lasts: 3s, load: {model: constant, rate: 33/s}}
              random: {lasts: 3s, load: {model: poisson, rate: 50/s}}
              loop: {lasts: 2s, load: {model: closed, users: 7}}
            faults:
              - {at: 2s, lasts: 1s, action: cut-link, from: west, to: east}
            thresholds:
              - errors < 0.1%
            """;

    private static Scenario scenario(String more) {
        try {
            return ScenarioReader.read("s.yaml", TEXT + more, Path.of("."), Overrides.NONE);
        } catch (ScenarioException e) {
            throw new AssertionError(e);
        }
    }

    @Property(tries = 60)
    void allPartsTogetherAreTheScenario(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int parts) {
        Scenario whole = scenario("");
        List<Scenario> split = new ArrayList<>();
        for (int number = 0; number < parts; number++) {
            split.add(Split.part(whole, seed, number, parts));
        }
        for (int phase = 0; phase < 2; phase++) {
            int index = phase;
            List<Long> together = new ArrayList<>();
            split.forEach(part -> together.addAll(arrivals(part, index, 99)));
            Collections.sort(together);
            if (phase == 0) {
                assertThat(together).isEqualTo(arrivals(whole, 0, 0));
            }
            assertThat(together).doesNotHaveDuplicates().hasSizeGreaterThan(90);
            assertThat(together)
                    .as("the same however many there are")
                    .isEqualTo(parts == 1 ? together : two(whole, seed, index));
        }
        assertThat(split.stream()
                        .mapToInt(part -> ((ClosedLoop) part.phases().get(2).load()).users())
                        .sum())
                .isEqualTo(7);
        assertThat(split.stream().mapToInt(part -> part.faults().size()).sum()).isEqualTo(1);
        assertThat(split).allMatch(part -> part.thresholds().isEmpty());
    }

    private static List<Long> two(Scenario whole, long seed, int phase) {
        List<Long> together = new ArrayList<>(arrivals(Split.part(whole, seed, 0, 2), phase, 1));
        together.addAll(arrivals(Split.part(whole, seed, 1, 2), phase, 2));
        Collections.sort(together);
        return together;
    }

    @Test
    void tenantsThatAreMadeAreDealtOut() {
        Scenario whole = scenario("");
        List<String> dealt = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            Scenario.TenantGroup many = Split.part(whole, 1, number, 3).groups().getFirst();
            for (int i = 0; i < many.tenants().size(); i++) {
                int before = whole.groups()
                        .getFirst()
                        .tenants()
                        .indexOf(many.tenants().get(i));
                assertThat(i % 2).as("lives where it would live").isEqualTo(before % 2);
            }
            dealt.addAll(many.tenants());
        }
        assertThat(dealt)
                .containsExactlyInAnyOrderElementsOf(whole.groups().getFirst().tenants());
        assertThat(Split.part(whole, 1, 2, 3).groups().getLast().tenants()).containsExactly("acme");
    }

    @Test
    void whatIsCheckedIsNotShared() {
        Scenario checked = scenario("checks: [conservation]\n");
        assertThatThrownBy(() -> Split.part(checked, 1, 0, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Split.part(checked, 1, 0, 1).checks()).containsExactly("conservation");
    }

    @Test
    void aClosedLoopNeedsAUserForEach() {
        assertThatThrownBy(() -> Split.part(scenario(""), 1, 0, 8)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Split.part(scenario(""), 1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noTwoPickTheSame() {
        Set<Long> seeds = new HashSet<>();
        for (long seed = 0; seed < 100; seed++) {
            for (int number = 0; number < 100; number++) {
                assertThat(seeds.add(Split.seed(seed, number))).isTrue();
            }
        }
    }

    private static List<Long> arrivals(Scenario scenario, int phase, long seed) {
        Arrivals arrivals = ((OpenModel) scenario.phases().get(phase).load()).arrivals(seed);
        List<Long> all = new ArrayList<>();
        for (long next = arrivals.nextNanos(); next != Arrivals.END; next = arrivals.nextNanos()) {
            all.add(next);
        }
        return all;
    }
}

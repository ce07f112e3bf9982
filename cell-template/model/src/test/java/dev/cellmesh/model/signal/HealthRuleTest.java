package dev.cellmesh.model.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Is something called ill when it is, and only then; and does it stay so until it is well? */
class HealthRuleTest {
    private static final HealthThresholds LIMITS = HealthThresholds.DEFAULT;
    private static final HealthRule RULE = new HealthRule(LIMITS);

    private static Evidence traffic(long requests, long errors, long slow, long stalled) {
        return new Evidence(1, new Traffic(requests, errors, slow, stalled, 5), 4, 0, OptionalLong.empty());
    }

    private static final Evidence WELL = traffic(1_000, 0, 0, 0);
    private static final Evidence FAILING = traffic(1_000, 200, 0, 0);

    private static Standing after(Standing from, Evidence evidence, int looks) {
        Standing standing = from;
        for (int i = 0; i < looks; i++) {
            standing = standing.next(RULE, evidence);
        }
        return standing;
    }

    private static HealthState first(Evidence evidence) {
        return Standing.UNKNOWN.next(RULE, evidence).state();
    }

    @Test
    void whoSaysNothingIsNotHealthy() {
        assertThat(first(Evidence.NONE)).isEqualTo(HealthState.UNKNOWN);
        Standing silent = Standing.UNKNOWN.next(RULE, WELL).next(RULE, Evidence.NONE);
        assertThat(silent.state()).isEqualTo(HealthState.UNKNOWN);
        assertThat(silent.reasons()).containsExactly(Reason.SILENCE);
    }

    @Test
    void eachKindOfEvidenceCounts() {
        assertThat(first(WELL)).isEqualTo(HealthState.HEALTHY);
        assertThat(first(traffic(1_000, 11, 0, 0))).isEqualTo(HealthState.DEGRADED);
        assertThat(first(FAILING)).isEqualTo(HealthState.UNHEALTHY);
        assertThat(first(traffic(1_000, 0, 11, 0))).isEqualTo(HealthState.DEGRADED);
        assertThat(first(traffic(1_000, 0, 11, 11))).isEqualTo(HealthState.UNHEALTHY);
        assertThat(first(new Evidence(1, Traffic.NONE, 4, 1, OptionalLong.empty())))
                .isEqualTo(HealthState.HEALTHY);
        assertThat(first(new Evidence(1, Traffic.NONE, 4, 2, OptionalLong.empty())))
                .isEqualTo(HealthState.DEGRADED);
        assertThat(first(new Evidence(1, Traffic.NONE, 4, 4, OptionalLong.empty())))
                .isEqualTo(HealthState.UNHEALTHY);
        assertThat(first(new Evidence(1, Traffic.NONE, 4, 0, OptionalLong.of(5_001))))
                .isEqualTo(HealthState.DEGRADED);
        assertThat(first(new Evidence(1, Traffic.NONE, 4, 0, OptionalLong.of(30_001))))
                .isEqualTo(HealthState.UNHEALTHY);
    }

    @Test
    void theReasonsAreNamed() {
        Evidence both = new Evidence(1, new Traffic(1_000, 200, 20, 0, 5), 4, 0, OptionalLong.of(6_000));
        assertThat(Standing.UNKNOWN.next(RULE, both).reasons())
                .containsExactlyInAnyOrder(Reason.ERRORS, Reason.LATENCY, Reason.REPLICATION_LAG);
    }

    @Test
    void fewRequestsSayNothing() {
        assertThat(first(traffic(LIMITS.requestsMin() - 1, LIMITS.requestsMin() - 1, 0, 0)))
                .isEqualTo(HealthState.HEALTHY);
        assertThat(first(traffic(LIMITS.requestsMin(), LIMITS.eventsMin() - 1, 0, 0)))
                .isEqualTo(HealthState.HEALTHY);
        assertThat(first(traffic(LIMITS.requestsMin(), LIMITS.requestsMin(), 0, 0)))
                .isEqualTo(HealthState.UNHEALTHY);
    }

    @Test
    void oneBadLookChangesNothing() {
        Standing well = Standing.UNKNOWN.next(RULE, WELL);
        assertThat(after(well, FAILING, LIMITS.worseAfter() - 1).state()).isEqualTo(HealthState.HEALTHY);
        assertThat(after(well, FAILING, LIMITS.worseAfter()).state()).isEqualTo(HealthState.UNHEALTHY);
    }

    @Test
    void toGetBetterTakesLonger() {
        Standing ill = Standing.UNKNOWN.next(RULE, FAILING);
        Standing nearly = after(ill, WELL, LIMITS.betterAfter() - 1);
        assertThat(nearly.state()).isEqualTo(HealthState.UNHEALTHY);
        assertThat(nearly.reasons()).containsExactly(Reason.ERRORS);
        assertThat(nearly.next(RULE, WELL).state()).isEqualTo(HealthState.HEALTHY);
        assertThat(after(nearly.next(RULE, FAILING), WELL, LIMITS.betterAfter() - 1)
                        .state())
                .isEqualTo(HealthState.UNHEALTHY);
    }

    @Test
    void aStateThatIsThereNeedsLessToStay() {
        Evidence between = traffic(1_000, 8, 0, 0);
        assertThat(first(between)).isEqualTo(HealthState.HEALTHY);
        Standing degraded = Standing.UNKNOWN.next(RULE, traffic(1_000, 20, 0, 0));
        assertThat(after(degraded, between, LIMITS.betterAfter() * 2).state()).isEqualTo(HealthState.DEGRADED);
    }

    @Property
    void moreOfAnEvilIsNeverBetter(@ForAll("evidence") Evidence evidence, @ForAll HealthState now) {
        Traffic traffic = evidence.traffic();
        Evidence worse = new Evidence(
                evidence.reporters(),
                new Traffic(traffic.requests() + 1, traffic.errors() + 1, traffic.slow(), traffic.stalled(), 5),
                evidence.parts(),
                Math.min(evidence.parts(), evidence.partsOut() + 1),
                OptionalLong.of(evidence.lagMillis().orElse(0) + 1_000));
        HealthState errors = RULE.judge(only(evidence, traffic.errors(), traffic.requests()), now)
                .state();
        HealthState more = RULE.judge(only(evidence, traffic.errors() + 1, traffic.requests() + 1), now)
                .state();
        assertThat(more).isGreaterThanOrEqualTo(errors);
        assertThat(RULE.judge(lagAndReach(worse), now).state())
                .isGreaterThanOrEqualTo(RULE.judge(lagAndReach(evidence), now).state());
    }

    private static Evidence only(Evidence evidence, long errors, long requests) {
        return new Evidence(evidence.reporters(), new Traffic(requests, errors, 0, 0, 5), 1, 0, OptionalLong.empty());
    }

    private static Evidence lagAndReach(Evidence evidence) {
        return new Evidence(
                evidence.reporters(), Traffic.NONE, evidence.parts(), evidence.partsOut(), evidence.lagMillis());
    }

    @Property
    void theSameEvidenceForLongEndsInTheSameState(
            @ForAll("evidence") Evidence evidence, @ForAll("standings") Standing from) {
        Standing settled = after(from, evidence, 20);
        assertThat(settled.next(RULE, evidence).state()).isEqualTo(settled.state());
        if (evidence.reporters() > 0) {
            assertThat(settled.state()).isNotEqualTo(HealthState.UNKNOWN);
            assertThat(settled.reasons().isEmpty()).isEqualTo(settled.state() == HealthState.HEALTHY);
        }
    }

    @Provide
    Arbitrary<Evidence> evidence() {
        Arbitrary<Traffic> traffic = Arbitraries.integers()
                .between(0, 500)
                .list()
                .ofSize(4)
                .map(n -> new Traffic(
                        n.get(0) + n.get(1) + n.get(2), n.get(1), n.get(2), Math.min(n.get(2), n.get(3)), 5));
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        traffic,
                        Arbitraries.integers().between(1, 8),
                        Arbitraries.integers().between(0, 8),
                        Arbitraries.longs().between(0, 60_000))
                .as((reporters, seen, parts, out, lag) ->
                        new Evidence(reporters, seen, parts, Math.min(parts, out), OptionalLong.of(lag)));
    }

    @Provide
    Arbitrary<Standing> standings() {
        return evidence().list().ofMaxSize(10).map(all -> {
            Standing standing = Standing.UNKNOWN;
            for (Evidence each : all) {
                standing = standing.next(RULE, each);
            }
            return standing;
        });
    }

    @Test
    void thresholdsThatContradictEachOtherAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HealthThresholds(50, 5, 0.1, 0.1, 0.01, 0.5, 5_000, 30_000, 0.5, 2, 5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HealthThresholds(50, 5, 0.01, 0.1, 0.01, 0.5, 5_000, 6_000, 0.5, 2, 5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HealthThresholds(50, 5, 0.01, 0.1, 0.01, 0.5, 5_000, 30_000, 0.5, 0, 5));
    }

    @Test
    void ofDisagreementsTheStrangestIsTold() {
        HealthState well = HealthState.HEALTHY;
        HealthState ill = HealthState.UNHEALTHY;
        assertThat(Disagreement.between(well, List.of(well, well))).isEqualTo(Disagreement.NONE);
        assertThat(Disagreement.between(well, List.of())).isEqualTo(Disagreement.NONE);
        assertThat(Disagreement.between(well, List.of(HealthState.UNKNOWN))).isEqualTo(Disagreement.NONE);
        assertThat(Disagreement.between(well, List.of(HealthState.DEGRADED))).isEqualTo(Disagreement.EDGES_SEE_WORSE);
        assertThat(Disagreement.between(well, List.of(ill, ill))).isEqualTo(Disagreement.EDGES_SEE_WORSE);
        assertThat(Disagreement.between(ill, List.of(well))).isEqualTo(Disagreement.CELL_SEES_WORSE);
        assertThat(Disagreement.between(well, List.of(ill, well))).isEqualTo(Disagreement.EDGES_DIFFER);
        assertThat(Disagreement.between(HealthState.UNKNOWN, List.of(well))).isEqualTo(Disagreement.CELL_IS_SILENT);
        assertThat(Disagreement.between(HealthState.UNKNOWN, List.of(ill, ill))).isEqualTo(Disagreement.NONE);
    }
}

package dev.cellmesh.services.edge.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Brownouts, outages and the tenants' own faults, in fleets whose clock is told. */
class FleetHealthTest {
    private static final List<String> TENANTS = List.of("acme", "globex", "initech", "umbrella");

    private final Random random = new Random(7);
    private int turn;

    private String tenant() {
        return TENANTS.get(turn++ % TENANTS.size());
    }

    /** So many seconds, in which each cell that is not out gets one request a tick; the answers of one are different. */
    private void traffic(Fleet fleet, double seconds, int odd, double oddMillis, Outcome oddOutcome) {
        for (int i = 0; i < seconds * 10; i++) {
            for (CellId cell : fleet.cells) {
                if (fleet.health.of(cell).takesPart(true, random)) {
                    boolean isOdd = cell.number() == odd;
                    double millis = isOdd ? oddMillis : 3 + random.nextDouble(2);
                    fleet.answered(cell.number(), Fleet.read(tenant()), millis, isOdd ? oddOutcome : Outcome.GOOD);
                }
            }
            fleet.tick();
        }
    }

    private void clean(Fleet fleet, double seconds) {
        traffic(fleet, seconds, 0, 0, Outcome.GOOD);
    }

    private static void assertAllHealthy(Fleet fleet) {
        assertThat(fleet.health.count(CellState.HEALTHY)).isEqualTo(fleet.cells.size());
        assertThat(fleet.events).isEmpty();
    }

    @Test
    void cellsThatAreAlikeStayHealthy() {
        Fleet fleet = new Fleet(8);
        clean(fleet, 600);
        assertAllHealthy(fleet);
    }

    @Test
    void aSlowCellIsDegradedAndThenEjected() {
        Fleet fleet = new Fleet(8);
        clean(fleet, 10);
        traffic(fleet, 0.5, 3, 33, Outcome.GOOD);
        assertThat(fleet.state(3)).isEqualTo(CellState.DEGRADED);
        traffic(fleet, 1.5, 3, 33, Outcome.GOOD);
        assertThat(fleet.state(3)).isEqualTo(CellState.EJECTED);
        assertThat(fleet.events).containsExactly("3 LATENCY");
        assertThat(fleet.health.count(CellState.HEALTHY)).isEqualTo(7);
    }

    @Test
    void aCellThatWasSlowComesBackByTrialAndGrows() {
        Fleet fleet = new Fleet(8);
        clean(fleet, 10);
        traffic(fleet, 3, 3, 33, Outcome.GOOD);
        clean(fleet, 8);
        assertThat(fleet.state(3)).isEqualTo(CellState.RECOVERING);
        clean(fleet, 20);
        assertThat(fleet.state(3)).isEqualTo(CellState.HEALTHY);
    }

    @Test
    void aCellThatStaysSlowIsTriedSeldomAndByFew() {
        Fleet fleet = new Fleet(8);
        clean(fleet, 10);
        traffic(fleet, 3, 3, 33, Outcome.GOOD);
        int slow = 0;
        for (int i = 0; i < 60; i++) {
            traffic(fleet, 1, 3, 33, Outcome.GOOD);
            slow += fleet.health.views().get(2).state() == CellState.TRIAL ? 1 : 0;
            assertThat(fleet.state(3)).isIn(CellState.EJECTED, CellState.TRIAL);
        }
        assertThat(slow).isLessThan(6);
        assertThat(fleet.events).containsExactly("3 LATENCY");
    }

    @Test
    void aCellThatAnswersNothingIsEjectedBeforeAnythingEnds() {
        Fleet fleet = new Fleet(8);
        clean(fleet, 10);
        for (int i = 0; i < 30; i++) {
            if (fleet.health.of(Fleet.cell(3)).takesPart(true, random)) {
                fleet.health.began(Fleet.cell(3), Fleet.read(tenant())).sent(fleet.nowNanos);
            }
            for (int cell = 4; cell <= 8; cell++) {
                fleet.good(cell, 3);
            }
            fleet.tick();
        }
        assertThat(fleet.state(3)).isEqualTo(CellState.EJECTED);
    }

    @Test
    void oneRequestThatWaitsForeverIsNotTheCellsFault() {
        Fleet fleet = new Fleet(8);
        clean(fleet, 10);
        fleet.health.began(Fleet.cell(3), Fleet.read("acme")).sent(fleet.nowNanos);
        clean(fleet, 5);
        assertAllHealthy(fleet);
    }

    @Test
    void whatIsSlowEverywhereIsNobodysFault() {
        Fleet fleet = new Fleet(8);
        clean(fleet, 10);
        for (int i = 0; i < 50; i++) {
            for (int cell = 1; cell <= 8; cell++) {
                fleet.good(cell, 200);
            }
            fleet.tick();
        }
        assertAllHealthy(fleet);
    }

    @Test
    void aPauseOfACellIsForgiven() {
        Fleet fleet = new Fleet(8);
        clean(fleet, 10);
        traffic(fleet, 0.4, 3, 400, Outcome.GOOD);
        clean(fleet, 5);
        assertAllHealthy(fleet);
    }

    @Test
    void aBurstIsOnePieceOfEvidence() {
        Fleet fleet = new Fleet(8);
        clean(fleet, 10);
        for (int i = 0; i < 500; i++) {
            fleet.answered(3, Fleet.read(tenant()), 100, Outcome.GOOD);
        }
        clean(fleet, 1);
        assertAllHealthy(fleet);
    }

    @Test
    void aPauseOfTheEdgeItselfIsNoEvidence() {
        Fleet fleet = new Fleet(8);
        clean(fleet, 10);
        for (int i = 0; i < 20; i++) {
            fleet.nowNanos += 5 * FleetHealth.TICK_NANOS;
            fleet.answered(3, Fleet.read(tenant()), 500, Outcome.GOOD);
            fleet.tick();
        }
        assertAllHealthy(fleet);
    }

    @Test
    void writesThatWaitForAnotherRegionAreNotSlow() {
        Fleet fleet = new Fleet(8);
        for (int i = 0; i < 300; i++) {
            for (int cell = 1; cell <= 8; cell++) {
                fleet.good(cell, 3);
                if (cell == 3) {
                    fleet.answered(cell, Fleet.write(tenant()), 86, Outcome.GOOD);
                }
            }
            fleet.tick();
        }
        assertAllHealthy(fleet);
    }

    @Test
    void aCellThatFailsMoreThanItsPeersIsEjectedOrBroken() {
        Fleet fleet = new Fleet(8);
        clean(fleet, 10);
        traffic(fleet, 2, 3, 3, Outcome.FAILED_BEHIND);
        assertThat(fleet.events).containsExactly("3 ERRORS");
        traffic(fleet, 2, 4, 3, Outcome.FAILED);
        assertThat(fleet.events).containsExactly("3 ERRORS", "4 FAILURES");
        assertThat(fleet.state(4)).isEqualTo(CellState.BROKEN);
    }

    @Test
    void whatFailsBehindAllCellsIsNobodysFault() {
        Fleet fleet = new Fleet(4);
        clean(fleet, 10);
        for (int i = 0; i < 100; i++) {
            for (int cell = 1; cell <= 4; cell++) {
                fleet.answered(cell, Fleet.write(tenant()), 3, Outcome.FAILED_BEHIND);
            }
            fleet.tick();
        }
        assertAllHealthy(fleet);
    }

    @Test
    void refusalsForLoadAreNoFault() {
        Fleet fleet = new Fleet(4);
        clean(fleet, 10);
        traffic(fleet, 10, 3, 100, Outcome.REFUSED);
        assertAllHealthy(fleet);
    }

    @Test
    void oneTenantWhoseRequestsAllFailTakesNoCellAwayFromOthers() {
        Fleet fleet = new Fleet(4);
        clean(fleet, 10);
        for (int i = 0; i < 300; i++) {
            for (int cell = 1; cell <= 4; cell++) {
                boolean itsCell = cell <= 2;
                for (int times = 0; times < (itsCell ? 9 : 0); times++) {
                    fleet.answered(cell, Fleet.read("poison"), 50, Outcome.FAILED);
                }
                fleet.good(cell, 3);
            }
            fleet.tick();
        }
        assertAllHealthy(fleet);
    }

    @Test
    void aCellWithoutPeersIsNeverAnOutlierButCanBeBroken() {
        Fleet fleet = new Fleet(1);
        clean(fleet, 10);
        traffic(fleet, 10, 1, 500, Outcome.GOOD);
        assertThat(fleet.events).isEmpty();
        traffic(fleet, 1, 1, 3, Outcome.LOST);
        assertThat(fleet.events).containsExactly("1 FAILURES");
    }

    @Test
    void theLastCellOfATenantIsNotEjected() {
        Fleet fleet = new Fleet(8);
        fleet.tenants.add(List.of(Fleet.cell(3)));
        clean(fleet, 10);
        traffic(fleet, 5, 3, 33, Outcome.GOOD);
        assertThat(fleet.state(3)).isEqualTo(CellState.DEGRADED);
        assertThat(fleet.events).contains("3 held by TENANT").doesNotContain("3 LATENCY");
        assertThat(fleet.events.size()).as("once a second").isLessThanOrEqualTo(5);
    }

    @Test
    void whoGaveUpInAHurryIsNoEvidenceWhoWaitedLongIs() {
        Fleet fleet = new Fleet(1);
        for (int i = 0; i < 50; i++) {
            Visit visit = fleet.health.began(Fleet.cell(1), Fleet.read(tenant()));
            visit.sent(fleet.nowNanos);
            fleet.tick();
            visit.ended(fleet.nowNanos);
        }
        assertThat(fleet.events).isEmpty();
        for (int i = 0; i < 5; i++) {
            Visit visit = fleet.health.began(Fleet.cell(1), Fleet.read(tenant()));
            visit.sent(fleet.nowNanos);
            fleet.nowNanos += Visit.SILENT_NANOS;
            fleet.tick();
            visit.ended(fleet.nowNanos);
            fleet.tick();
        }
        assertThat(fleet.events).containsExactly("1 FAILURES");
    }

    @Test
    void aTrialIsAReadWhileReadsMayCome() {
        Fleet fleet = new Fleet(1);
        traffic(fleet, 1, 1, 3, Outcome.LOST);
        while (fleet.state(1) != CellState.TRIAL) {
            fleet.tick();
        }
        CellHealth cell = fleet.health.of(Fleet.cell(1));
        assertThat(cell.takesPart(false, random)).isFalse();
        assertThat(cell.takesPart(true, random)).isTrue();
        fleet.ticks(3);
        assertThat(cell.takesPart(false, random)).isTrue();
    }

    @Test
    void withoutJudgingOnlyProbesDecide() {
        Fleet fleet = new Fleet(4, false);
        clean(fleet, 10);
        traffic(fleet, 10, 3, 500, Outcome.FAILED);
        assertAllHealthy(fleet);
        fleet.health.leaveOut(Fleet.cell(3));
        assertThat(fleet.state(3)).isEqualTo(CellState.UNREACHABLE);
        fleet.ticks(5);
        fleet.health.takeBack(Fleet.cell(3));
        assertAllHealthy(fleet);
    }

    @Test
    void aCellThatWasGoneComesBackWithASmallShare() {
        Fleet fleet = new Fleet(4);
        fleet.health.leaveOut(Fleet.cell(3));
        fleet.ticks(2);
        fleet.health.takeBack(Fleet.cell(3));
        assertThat(fleet.state(3)).isEqualTo(CellState.RECOVERING);
        fleet.health.leaveOut(Fleet.cell(4));
        fleet.health.takeBack(Fleet.cell(4));
        assertThat(fleet.state(4)).as("only a connection was lost").isEqualTo(CellState.HEALTHY);
    }

    @Test
    void theViewTellsWhatWasSeen() {
        Fleet fleet = new Fleet(2);
        fleet.good(1, 10);
        fleet.answered(1, Fleet.read("acme"), 10, Outcome.FAILED);
        fleet.health.began(Fleet.cell(1), Fleet.read("acme"));
        CellView view = fleet.health.views().get(0);
        assertThat(view.cell()).isEqualTo(Fleet.cell(1));
        assertThat(view.inFlight()).isEqualTo(1);
        assertThat(view.requests()).isEqualTo(2);
        assertThat(view.failures()).isEqualTo(1);
        assertThat(view.p50Millis()).isBetween(10.0, 11.5);
        fleet.ticks(CellView.WINDOW_SECONDS);
        assertThat(fleet.health.views().get(0).requests()).isZero();
    }

    /** Cells that are slow, failing or well as they please, in fleets and with tenants of every kind. */
    @Property(tries = 60)
    void neverTooManyAreEjectedAndNeverAllOfATenant(
            @ForAll @IntRange(min = 1, max = 9) int cells,
            @ForAll @Size(max = 5) List<@Size(min = 1, max = 3) Set<@IntRange(min = 1, max = 9) Integer>> sets,
            @ForAll long seed) {
        Random moods = new Random(seed);
        Fleet fleet = new Fleet(cells);
        sets.forEach(set -> fleet.tenants.add(
                set.stream().filter(number -> number <= cells).map(Fleet::cell).toList()));
        fleet.tenants.removeIf(List::isEmpty);
        int[] mood = new int[cells + 1];
        for (int i = 0; i < 600; i++) {
            for (int cell = 1; cell <= cells; cell++) {
                if (i % 50 == 0) {
                    mood[cell] = moods.nextInt(4);
                }
                if (fleet.health.of(Fleet.cell(cell)).takesPart(true, moods)) {
                    fleet.answered(
                            cell,
                            Fleet.read(tenant()),
                            mood[cell] == 1 ? 50 : 3,
                            mood[cell] == 2 ? Outcome.FAILED_BEHIND : Outcome.GOOD);
                }
            }
            fleet.tick();
            int ejected = fleet.health.count(CellState.EJECTED);
            assertThat(ejected).isLessThanOrEqualTo(RegionHealth.ejectedMax(cells));
            assertThat(fleet.tenants)
                    .allSatisfy(set -> assertThat(set)
                            .anySatisfy(
                                    cell -> assertThat(fleet.health.state(cell)).isNotEqualTo(CellState.EJECTED)));
        }
    }
}

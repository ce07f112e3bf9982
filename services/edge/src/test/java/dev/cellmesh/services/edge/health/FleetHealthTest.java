package dev.cellmesh.services.edge.health;

import static org.assertj.core.api.Assertions.assertThat;

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

    @Test
    void cellsThatAreAlikeStayHealthy() {
        Fleet fleet = new Fleet(8);
        fleet.clean(600);
        fleet.assertAllHealthy();
    }

    @Test
    void aSlowCellIsDegradedAndThenEjected() {
        Fleet fleet = new Fleet(8);
        fleet.clean(10);
        fleet.traffic(0.5, 3, 33, Outcome.GOOD);
        assertThat(fleet.state(3)).isEqualTo(CellState.DEGRADED);
        fleet.traffic(1.5, 3, 33, Outcome.GOOD);
        assertThat(fleet.state(3)).isEqualTo(CellState.EJECTED);
        assertThat(fleet.events).containsExactly("3 LATENCY");
        assertThat(fleet.health.count(CellState.HEALTHY)).isEqualTo(7);
    }

    @Test
    void aCellThatAnswersNothingIsEjectedBeforeAnythingEnds() {
        Fleet fleet = new Fleet(8);
        fleet.clean(10);
        for (int i = 0; i < 30; i++) {
            if (fleet.health.of(Fleet.cell(3)).takesPart(true, fleet.random)) {
                fleet.health.began(Fleet.cell(3), Fleet.read(fleet.tenant())).sent(fleet.nowNanos);
            }
            for (int cell = 4; cell <= 8; cell++) {
                fleet.good(cell, 3);
            }
            fleet.tick();
        }
        assertThat(fleet.state(3)).isEqualTo(CellState.EJECTED);
    }

    @Test
    void hedgesDoNotHideASlowCell() {
        Fleet fleet = new Fleet(8);
        fleet.clean(10);
        fleet.traffic(3, 3, 6, Outcome.OUTRUN);
        assertThat(fleet.state(3)).isEqualTo(CellState.EJECTED);
    }

    @Test
    void oneRequestThatWaitsForeverIsNotTheCellsFault() {
        Fleet fleet = new Fleet(8);
        fleet.clean(10);
        fleet.health.began(Fleet.cell(3), Fleet.read("acme")).sent(fleet.nowNanos);
        fleet.clean(5);
        fleet.assertAllHealthy();
    }

    @Test
    void whatIsSlowEverywhereIsNobodysFault() {
        Fleet fleet = new Fleet(8);
        fleet.clean(10);
        for (int i = 0; i < 50; i++) {
            for (int cell = 1; cell <= 8; cell++) {
                fleet.good(cell, 200);
            }
            fleet.tick();
        }
        fleet.assertAllHealthy();
    }

    @Test
    void aPauseOfACellIsForgiven() {
        Fleet fleet = new Fleet(8);
        fleet.clean(10);
        fleet.traffic(0.4, 3, 400, Outcome.GOOD);
        fleet.clean(5);
        fleet.assertAllHealthy();
    }

    @Test
    void aBurstIsOnePieceOfEvidence() {
        Fleet fleet = new Fleet(8);
        fleet.clean(10);
        for (int i = 0; i < 500; i++) {
            fleet.answered(3, Fleet.read(fleet.tenant()), 100, Outcome.GOOD);
        }
        fleet.clean(1);
        fleet.assertAllHealthy();
    }

    @Test
    void aPauseOfTheEdgeItselfIsNoEvidence() {
        Fleet fleet = new Fleet(8);
        fleet.clean(10);
        for (int i = 0; i < 20; i++) {
            fleet.nowNanos += 5 * FleetHealth.TICK_NANOS;
            fleet.answered(3, Fleet.read(fleet.tenant()), 500, Outcome.GOOD);
            fleet.tick();
        }
        fleet.assertAllHealthy();
    }

    @Test
    void failuresCountHoweverLateTheEdgeIs() {
        Fleet fleet = new Fleet(8);
        fleet.clean(10);
        for (int i = 0; i < 20; i++) {
            fleet.nowNanos += 5 * FleetHealth.TICK_NANOS;
            fleet.answered(3, Fleet.read(fleet.tenant()), 3, Outcome.LOST);
            fleet.tick();
        }
        assertThat(fleet.state(3)).isEqualTo(CellState.BROKEN);
    }

    @Test
    void aSuspicionThatNothingIsAddedToIsForgotten() {
        Fleet fleet = new Fleet(8);
        fleet.clean(10);
        fleet.traffic(0.5, 3, 33, Outcome.GOOD);
        assertThat(fleet.state(3)).isEqualTo(CellState.DEGRADED);
        fleet.ticks(11);
        fleet.assertAllHealthy();
    }

    @Test
    void writesThatWaitForAnotherRegionAreNotSlow() {
        Fleet fleet = new Fleet(8);
        for (int i = 0; i < 300; i++) {
            for (int cell = 1; cell <= 8; cell++) {
                fleet.good(cell, 3);
                if (cell == 3) {
                    fleet.answered(cell, Fleet.write(fleet.tenant()), 86, Outcome.GOOD);
                }
            }
            fleet.tick();
        }
        fleet.assertAllHealthy();
    }

    @Test
    void aCellThatFailsMoreThanItsPeersIsEjectedOrBroken() {
        Fleet fleet = new Fleet(8);
        fleet.clean(10);
        fleet.traffic(2, 3, 3, Outcome.FAILED_BEHIND);
        assertThat(fleet.events).containsExactly("3 ERRORS");
        fleet.traffic(2, 4, 3, Outcome.FAILED);
        assertThat(fleet.events).containsExactly("3 ERRORS", "4 FAILURES");
        assertThat(fleet.state(4)).isEqualTo(CellState.BROKEN);
    }

    @Test
    void whatFailsBehindAllCellsIsNobodysFault() {
        Fleet fleet = new Fleet(4);
        fleet.clean(10);
        for (int i = 0; i < 100; i++) {
            for (int cell = 1; cell <= 4; cell++) {
                fleet.answered(cell, Fleet.write(fleet.tenant()), 3, Outcome.FAILED_BEHIND);
            }
            fleet.tick();
        }
        fleet.assertAllHealthy();
    }

    @Test
    void refusalsForLoadAreNoFault() {
        Fleet fleet = new Fleet(4);
        fleet.clean(10);
        fleet.traffic(10, 3, 100, Outcome.REFUSED);
        fleet.assertAllHealthy();
    }

    @Test
    void oneTenantWhoseRequestsAllFailTakesNoCellAwayFromOthers() {
        Fleet fleet = new Fleet(4);
        fleet.clean(10);
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
        fleet.assertAllHealthy();
    }

    @Test
    void aCellWithoutPeersIsNeverAnOutlierButCanBeBroken() {
        Fleet fleet = new Fleet(1);
        fleet.clean(10);
        fleet.traffic(10, 1, 500, Outcome.GOOD);
        assertThat(fleet.events).isEmpty();
        fleet.traffic(1, 1, 3, Outcome.LOST);
        assertThat(fleet.events).containsExactly("1 FAILURES");
    }

    @Test
    void theLastCellOfATenantIsNotEjected() {
        Fleet fleet = new Fleet(8);
        fleet.tenants.add(List.of(Fleet.cell(3)));
        fleet.clean(10);
        fleet.traffic(5, 3, 33, Outcome.GOOD);
        assertThat(fleet.state(3)).isEqualTo(CellState.DEGRADED);
        assertThat(fleet.events).contains("3 held by TENANT").doesNotContain("3 LATENCY");
        assertThat(fleet.events.size()).as("once a second").isLessThanOrEqualTo(5);
    }

    @Test
    void whoGaveUpInAHurryIsNoEvidenceWhoWaitedLongIs() {
        Fleet fleet = new Fleet(3);
        for (int i = 0; i < 50; i++) {
            fleet.good(2, 3);
            Visit visit = fleet.health.began(Fleet.cell(1), Fleet.read(fleet.tenant()));
            visit.sent(fleet.nowNanos - Fleet.millis(5));
            visit.ended(fleet.nowNanos);
            fleet.tick();
        }
        assertThat(fleet.events).isEmpty();
        for (int i = 0; i < 50; i++) {
            fleet.good(2, 3);
            Visit visit = fleet.health.began(Fleet.cell(1), Fleet.read(fleet.tenant()));
            visit.sent(fleet.nowNanos - Visit.SILENT_NANOS);
            visit.ended(fleet.nowNanos);
            fleet.tick();
        }
        assertThat(fleet.events).containsExactly("1 ERRORS");
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
                            Fleet.read(fleet.tenant()),
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

package dev.cellmesh.services.edge.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How cells that were out get requests again. */
class FleetReturnTest {
    @Test
    void aCellThatWasSlowComesBackByTrialAndGrows() {
        Fleet fleet = new Fleet(8);
        fleet.clean(10);
        fleet.traffic(3, 3, 33, Outcome.GOOD);
        fleet.clean(8);
        assertThat(fleet.state(3)).isEqualTo(CellState.RECOVERING);
        fleet.clean(20);
        assertThat(fleet.state(3)).isEqualTo(CellState.HEALTHY);
    }

    @Test
    void aCellThatStaysSlowIsTriedSeldomAndByFew() {
        Fleet fleet = new Fleet(8);
        fleet.clean(10);
        fleet.traffic(3, 3, 33, Outcome.GOOD);
        int slow = 0;
        for (int i = 0; i < 60; i++) {
            fleet.traffic(1, 3, 33, Outcome.GOOD);
            slow += fleet.health.views().get(2).state() == CellState.TRIAL ? 1 : 0;
            assertThat(fleet.state(3)).isIn(CellState.EJECTED, CellState.TRIAL);
        }
        assertThat(slow).isLessThan(6);
        assertThat(fleet.events).containsExactly("3 LATENCY");
    }

    @Test
    void aTrialIsAReadWhileReadsMayCome() {
        Fleet fleet = new Fleet(1);
        fleet.traffic(1, 1, 3, Outcome.LOST);
        while (fleet.state(1) != CellState.TRIAL) {
            fleet.tick();
        }
        CellHealth cell = fleet.health.of(Fleet.cell(1));
        assertThat(cell.takesPart(false, fleet.random)).isFalse();
        assertThat(cell.takesPart(true, fleet.random)).isTrue();
        fleet.ticks(3);
        assertThat(cell.takesPart(false, fleet.random)).isTrue();
    }

    @Test
    void oneTrialIsCountedOnceHoweverLateItFails() {
        Fleet fleet = new Fleet(8);
        fleet.clean(10);
        fleet.traffic(3, 3, 33, Outcome.GOOD);
        while (fleet.state(3) != CellState.TRIAL) {
            fleet.clean(0.1);
        }
        Visit trial = fleet.health.began(Fleet.cell(3), Fleet.read("acme"));
        trial.sent(fleet.nowNanos);
        CellHealth cell = fleet.health.of(Fleet.cell(3));
        for (int i = 0; i < 20 && !cell.takesPart(true, fleet.random); i++) {
            fleet.tick();
        }
        Visit next = fleet.health.began(Fleet.cell(3), Fleet.read("acme"));

        trial.judged(Outcome.FAILED, fleet.nowNanos);
        trial.ended(fleet.nowNanos);
        fleet.tick();
        assertThat(fleet.state(3)).as("one bad trial can be chance").isEqualTo(CellState.TRIAL);
        assertThat(cell.takesPart(true, fleet.random))
                .as("while the next one is there")
                .isFalse();

        next.judged(Outcome.GOOD, fleet.nowNanos);
        next.ended(fleet.nowNanos);
        fleet.tick();
        assertThat(fleet.state(3)).isEqualTo(CellState.TRIAL);
        assertThat(cell.takesPart(true, fleet.random)).isTrue();
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
    void withoutJudgingOnlyProbesDecide() {
        Fleet fleet = new Fleet(4, false);
        fleet.clean(10);
        fleet.traffic(10, 3, 500, Outcome.FAILED);
        fleet.assertAllHealthy();
        fleet.health.leaveOut(Fleet.cell(3));
        assertThat(fleet.state(3)).isEqualTo(CellState.UNREACHABLE);
        fleet.ticks(5);
        fleet.health.takeBack(Fleet.cell(3));
        fleet.assertAllHealthy();
    }
}

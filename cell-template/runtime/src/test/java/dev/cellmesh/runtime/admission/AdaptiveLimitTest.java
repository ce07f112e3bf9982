package dev.cellmesh.runtime.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.admission.ConcurrencyLimit.Sample;
import dev.cellmesh.runtime.admission.ConcurrencyLimit.Way;
import dev.cellmesh.runtime.admission.SimulatedCell.Kind;
import org.junit.jupiter.api.Test;

class AdaptiveLimitTest {
    private static final int MIN = 8;
    private static final int MAX = 2_000;

    private final AdaptiveLimit limit = new AdaptiveLimit(MIN, 64, MAX);

    @Test
    void tenTimesTheLoadIsServedAsFastAsOneAndAsMuchAsCanBe() {
        // 20 servers of 50 ms: 400 a second.
        SimulatedCell cell = new SimulatedCell(limit, 20);
        Kind write = new Kind("payments", "createTransfer", 50, 0);
        cell.run(5, 100, write);
        double aloneMillis = cell.meanMillis();
        cell.run(5, 4_000, write);
        cell.run(20, 4_000, write);
        assertThat(cell.admittedPerSecond(20)).isGreaterThan(0.95 * 400);
        assertThat(cell.meanMillis()).isLessThan(1.75 * aloneMillis);
        assertThat(cell.shed()).isPositive();
    }

    @Test
    void anOverloadThatLastsDoesNotBecomeUsual() {
        SimulatedCell cell = new SimulatedCell(limit, 20);
        Kind write = new Kind("payments", "createTransfer", 50, 0);
        cell.run(5, 100, write);
        cell.run(600, 4_000, write);
        assertThat(limit.current()).isLessThan(60);
    }

    @Test
    void fewServersOfShortWorkAreFoundToo() {
        // 2 servers of 2 ms: 1,000 a second.
        SimulatedCell cell = new SimulatedCell(limit, 2);
        Kind read = new Kind("catalog", "readProduct", 2, 0);
        cell.run(5, 100, read);
        cell.run(5, 10_000, read);
        cell.run(10, 10_000, read);
        assertThat(cell.admittedPerSecond(10)).isGreaterThan(950);
        assertThat(limit.current()).isLessThan(20);
    }

    @Test
    void aWaitThatNobodyFeelsRefusesNobody() {
        // 4,000 a second; 16 at once wait for 4 ms.
        SimulatedCell cell = new SimulatedCell(limit, 2);
        Kind read = new Kind("catalog", "readProduct", 0.5, 0);
        cell.run(5, 100, read);
        cell.run(10, 40_000, read);
        assertThat(limit.current()).isGreaterThan(16).isLessThan(40);
        cell.run(10, 40_000, read);
        assertThat(cell.meanMillis()).isBetween(3.0, 9.0);
    }

    @Test
    void whatOnlyTakesLongIsNotSlow() {
        SimulatedCell cell = new SimulatedCell(limit, 1);
        Kind far = new Kind("payments", "createTransfer", 0, 220);
        cell.run(5, 50, far);
        cell.run(10, 3_000, far);
        cell.run(10, 3_000, far);
        assertThat(cell.shed()).isZero();
        assertThat(limit.current()).isGreaterThan(660);
    }

    @Test
    void readsFromNearAndFarAreNotComparedWithEachOther() {
        SimulatedCell cell = new SimulatedCell(limit, 1);
        Kind near = new Kind("catalog", "near", 0, 1);
        Kind far = new Kind("catalog", "far", 0, 220);
        cell.run(5, 50, near, far);
        cell.run(10, 500, near);
        cell.run(10, 500, far);
        cell.run(10, 500, far);
        assertThat(cell.shed()).isZero();
        cell.run(10, 500, near, far);
        assertThat(cell.shed()).isZero();
    }

    @Test
    void whatIsTimedOutIsAnOverloadHoweverEven() {
        long now = 0;
        for (int i = 0; i < 2_000; i++) {
            now += 20 * SimulatedCell.MILLI;
            limit.learn(new Sample(
                    "payments", new Way("createTransfer", ""), now, 5_000 * SimulatedCell.MILLI, 60, 60, true));
        }
        assertThat(limit.current()).isEqualTo(MIN);
    }

    @Test
    void aServiceThatStallsAloneNeitherShrinksTheCellNorMakesItGrow() {
        long now = 0;
        for (int i = 0; i < 4_000; i++) {
            now += 5 * SimulatedCell.MILLI;
            boolean payments = i % 2 == 0;
            long took = payments && i > 500 ? 4_000 * SimulatedCell.MILLI : SimulatedCell.MILLI;
            limit.learn(new Sample(
                    payments ? "payments" : "profiles",
                    new Way(payments ? "p" : "q", ""),
                    now,
                    took,
                    i > 500 ? 50 : 1,
                    payments && i > 500 ? 49 : 1,
                    false));
            if (payments && i > 500) {
                limit.reached("payments");
            }
        }
        assertThat(limit.current()).isEqualTo(64);
    }

    @Test
    void aLimitThatIsNotUsedDoesNotGrow() {
        SimulatedCell cell = new SimulatedCell(limit, 20);
        cell.run(60, 50, new Kind("payments", "createTransfer", 50, 0));
        assertThat(limit.current()).isEqualTo(64);
    }

    @Test
    void whoMayUseHalfOfItAndDoesMakesItGrow() {
        long now = 0;
        for (int i = 0; i < 1_000; i++) {
            now += 10 * SimulatedCell.MILLI;
            limit.learn(new Sample("payments", new Way("read", ""), now, SimulatedCell.MILLI, 2, 2, false));
            limit.reached("payments");
        }
        assertThat(limit.current()).isEqualTo(MAX);
    }

    @Test
    void aDatabaseThatIsSlowForGoodIsGotUsedTo() {
        SimulatedCell cell = new SimulatedCell(limit, 1_000);
        cell.run(5, 20, new Kind("payments", "createTransfer", 10, 0));
        Kind slower = new Kind("payments", "createTransfer", 60, 0);
        cell.run(60, 1_000, slower);
        cell.run(10, 1_000, slower);
        assertThat(cell.admittedPerSecond(10)).isGreaterThan(900);
    }
}

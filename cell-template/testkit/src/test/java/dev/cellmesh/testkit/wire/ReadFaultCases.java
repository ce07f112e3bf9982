package dev.cellmesh.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.Refusal;
import dev.cellmesh.testkit.wire.WireFault.Point;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a strong read, which has one server to ask, for each thing that can go wrong with it? */
abstract class ReadFaultCases extends WireFaultCases {

    @BeforeEach
    final void readOnce() {
        assertRead(strong());
    }

    private static void assertRead(ReadOutcome outcome) {
        ReadOutcome.Rows rows = rows(outcome);
        assertThat(shows(rows, 1)).isTrue();
        assertThat(rows.served().level()).isEqualTo(ReadLevel.STRONG);
        assertThat(rows.served().position()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01"})
    void aReadInConflictIsRepeated(String sqlState) {
        WireTrap trap = primary().on(WireChoice.executed(GETTING).first(TRIES_MAX - 1), refusal(sqlState));
        assertRead(strong());
        assertThat(trap.arrived()).isEqualTo(TRIES_MAX);
    }

    @Test
    void aReadInConflictWithoutEndIsContended() {
        WireTrap trap = primary().on(WireChoice.executed(GETTING), refusal("40001"));
        assertThat(strong()).isEqualTo(unread(Refusal.CONTENDED));
        assertThat(trap.arrived()).isEqualTo(TRIES_MAX);
    }

    static Stream<WireFault> broken() {
        return Stream.of(
                refusal("40003"),
                refusal("57P01"),
                refusal("58C00"),
                refusal("FATAL", "57P01", Point.BEFORE),
                refusal("FATAL", "40001", Point.AFTER),
                CUT_REQUEST,
                CUT_ANSWER);
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aBrokenReadIsRepeatedOnce(WireFault fault) {
        WireTrap trap = primary().on(WireChoice.executed(GETTING).first(1), fault);
        assertRead(strong());
        assertThat(trap.struck()).isEqualTo(1);
        assertThat(trap.arrived()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aReadThatBreaksAgainIsUnreachable(WireFault fault) {
        WireTrap trap = primary().on(WireChoice.executed(GETTING), fault);
        assertThat(strong()).isEqualTo(unread(Refusal.UNREACHABLE));
        assertThat(trap.arrived()).isEqualTo(TRIES_PER_SOURCE_MAX);
    }

    static Stream<WireFault> stuck() {
        return Stream.of(new WireFault.Stall(Point.BEFORE), new WireFault.Stall(Point.AFTER));
    }

    @ParameterizedTest
    @MethodSource("stuck")
    void aStuckReadEndsAtItsDeadlineAndKeepsItsConnection(WireFault fault) throws Exception {
        WireTrap trap = primary().on(WireChoice.executed(GETTING).first(1), fault);
        assertThat(await(strong(SHORT))).isEqualTo(unread(Refusal.DEADLINE_EXCEEDED));
        reached(trap.whenStruck(1));
        assertThat(await(strong(SHORT))).isEqualTo(unread(Refusal.DEADLINE_EXCEEDED));
        assertThat(trap.arrived()).isEqualTo(1);
        Future<ReadOutcome> next = strong(PATIENCE);
        trap.release();
        assertRead(await(next));
        assertThat(trap.arrived()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "55P03, DEADLINE_EXCEEDED",
        "57014, DEADLINE_EXCEEDED",
        "53200, OVERLOADED",
        "53300, OVERLOADED",
        "55000, UNREACHABLE",
        "57P03, UNREACHABLE"
    })
    void aRefusedReadIsNotRepeated(String sqlState, Refusal why) {
        WireTrap trap = primary().on(WireChoice.executed(GETTING), refusal(sqlState));
        assertThat(strong()).isEqualTo(unread(why));
        assertThat(trap.arrived()).isEqualTo(1);
        primary().heal();
        assertRead(strong());
    }

    @ParameterizedTest
    @ValueSource(strings = {"25006", "XCUBS", "22023", "42601", "XX000"})
    void whatIsWrongWithAReadIsABug(String sqlState) {
        WireTrap trap = primary().on(WireChoice.executed(GETTING), refusal(sqlState));
        assertThatThrownBy(this::strong).isNotInstanceOf(AssertionError.class);
        assertThat(trap.arrived()).isEqualTo(1);
    }

    @Test
    void aStalePlanOfAReadIsMadeAnewOnce() {
        WireTrap prepared = primary().on(WireChoice.prepared(GETTING), WireFault.NOTHING);
        WireTrap trap = primary().on(WireChoice.executed(GETTING).first(1), STALE_PLAN);
        assertRead(strong());
        assertThat(trap.arrived()).isEqualTo(2);
        assertThat(prepared.arrived()).isEqualTo(1);
    }

    @Test
    void aPlanOfAReadThatStaysStaleIsABug() {
        WireTrap trap = primary().on(WireChoice.executed(GETTING), STALE_PLAN);
        assertThatThrownBy(this::strong).isNotInstanceOf(AssertionError.class);
        assertThat(trap.arrived()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"XX000", "40001"})
    void aReadWithoutItsPositionIsAnAnswer(String sqlState) {
        WireTrap sent = primary().on(WireChoice.executed(GETTING), WireFault.NOTHING);
        WireTrap trap = primary().on(WireChoice.executed(position()), refusal(sqlState));
        ReadOutcome.Rows rows = rows(withPositionBehind());
        assertThat(shows(rows, 1)).isTrue();
        assertThat(rows.served().position()).isEmpty();
        assertThat(sent.arrived()).isEqualTo(1);
        assertThat(trap.struck()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("brokenBehind")
    void aConnectionThatBreaksBehindTheRowsIsAnotherRead(WireFault fault) {
        WireTrap sent = primary().on(WireChoice.executed(GETTING), WireFault.NOTHING);
        primary().on(WireChoice.executed(position()).first(1), fault);
        assertRead(withPositionBehind());
        assertThat(sent.arrived()).isEqualTo(2);
    }

    static Stream<WireFault> brokenBehind() {
        return Stream.of(refusal("FATAL", "57P01", Point.BEFORE), CUT_REQUEST, CUT_ANSWER);
    }

    @Test
    void aServerThatRefusesItsPositionAsAStandbyDoesIsNoPrimary() {
        WireTrap trap = primary().on(WireChoice.executed(position()), refusal("55000"));
        assertThat(withPositionBehind()).isEqualTo(unread(Refusal.UNREACHABLE));
        assertThat(trap.arrived()).isEqualTo(1);
    }

    /** A strong read whose position is not told by the read itself, but asked behind it. */
    private ReadOutcome withPositionBehind() {
        return await(read(home, ReadLevel.STRONG, asksPositionBehind(), List.of(home(), id), PATIENCE));
    }
}

package dev.cellmesh.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.runtime.database.Refusal;
import dev.cellmesh.runtime.database.WriteOutcome;
import dev.cellmesh.testkit.wire.WireFault.Point;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a write for each thing that can go wrong with it: how often is it sent, and how often does it happen? */
abstract class WriteFaultCases extends ReadFaultCases {

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01"})
    void aConflictIsRetriedAsAWholeAndHappensOnce(String sqlState) {
        WireTrap trap = primary().on(WireChoice.executed(ADDING).first(TRIES_MAX - 1), refusal(sqlState));
        committed(await(add(PATIENCE)));
        assertThat(trap.arrived()).isEqualTo(TRIES_MAX);
        assertAmount(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01"})
    void aConflictWithoutEndIsContentionAndLeavesNothing(String sqlState) {
        WireTrap trap = primary().on(WireChoice.executed(ADDING), refusal(sqlState));
        assertThat(await(add(PATIENCE))).isEqualTo(unavailable(Refusal.CONTENDED));
        assertThat(trap.arrived()).isEqualTo(TRIES_MAX);
        assertAmount(1);
    }

    @Test
    void aConflictWhilePreparingIsRetried() {
        home = open(subject().home(), 1, 8, 10_000, 10_000);
        WireTrap trap = primary().on(WireChoice.prepared(ADDING).first(1), refusal("40001"));
        committed(await(add(PATIENCE)));
        assertThat(trap.arrived()).isEqualTo(2);
        assertAmount(2);
    }

    static Stream<Arguments> unknown() {
        return Stream.of("40003", "57P01", "57P02", "58C00", "58C01", "08000", "08003", "08006", "08007")
                .flatMap(sqlState -> Stream.of("ERROR", "FATAL")
                        .flatMap(severity -> Stream.of(Point.values())
                                .map(point -> Arguments.of(refusal(severity, sqlState, point), point))));
    }

    static Stream<Arguments> lastWords() {
        return Stream.of("40001", "25006", "53300", "XX000")
                .flatMap(sqlState ->
                        Stream.of(Point.values()).map(point -> Arguments.of(refusal("FATAL", sqlState, point), point)));
    }

    static Stream<Arguments> losses() {
        return Stream.of(
                Arguments.of(CUT_REQUEST, Point.BEFORE),
                Arguments.of(CUT_ANSWER, Point.AFTER),
                Arguments.of(WireFault.QUORUM_NOT_AWAITED, Point.AFTER));
    }

    static Stream<WireFault> cuts() {
        return Stream.of(CUT_REQUEST, CUT_ANSWER);
    }

    @ParameterizedTest
    @MethodSource({"unknown", "lastWords", "losses"})
    void whatNobodyCanTellIsUnknownAndSentOnce(WireFault fault, Point effect) {
        WireTrap trap = primary().on(WireChoice.executed(ADDING).first(1), fault);
        assertThat(await(add(PATIENCE))).isInstanceOf(WriteOutcome.Unknown.class);
        assertThat(trap.arrived()).isEqualTo(1);
        assertThat(trap.struck()).isEqualTo(1);
        assertAmount(effect == Point.AFTER ? 2 : 1);
        committed(await(add(PATIENCE)));
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void whatIsLostWhilePreparingIsUnknownAndNeverRun(WireFault fault) {
        home = open(subject().home(), 1, 8, 10_000, 10_000);
        WireTrap sent = primary().on(WireChoice.executed(ADDING), WireFault.NOTHING);
        primary().on(WireChoice.prepared(ADDING).first(1), fault);
        assertThat(await(add(PATIENCE))).isInstanceOf(WriteOutcome.Unknown.class);
        assertThat(sent.arrived()).isZero();
        assertAmount(1);
    }

    @Test
    void anAnswerThatNeverComesIsUnknownAtTheDeadline() throws Exception {
        WireTrap trap = primary().on(WireChoice.executed(ADDING).first(1), SILENT_ANSWER);
        assertThat(await(add(SHORT))).isInstanceOf(WriteOutcome.Unknown.class);
        reached(trap.whenStruck(1));
        assertThat(trap.arrived()).isEqualTo(1);
        assertAmount(2);
    }

    @Test
    void aWriteThatIsStuckOnItsWayIsUnknownHappensLaterAndKeepsItsConnection() throws Exception {
        WireTrap trap = primary().on(WireChoice.executed(ADDING).first(1), new WireFault.Stall(Point.BEFORE));
        assertThat(await(add(SHORT))).isInstanceOf(WriteOutcome.Unknown.class);
        reached(trap.whenStruck(1));
        assertAmount(1);
        assertThat(await(add(SHORT))).isEqualTo(unavailable(Refusal.DEADLINE_EXCEEDED));
        assertThat(trap.arrived()).isEqualTo(1);
        Future<WriteOutcome> next = add(PATIENCE);
        trap.release();
        committed(await(next));
        assertAmount(3);
        assertThat(trap.arrived()).isEqualTo(2);
    }

    @Test
    void anAnswerThatIsStuckOnItsWayIsUnknownAndKeepsItsConnection() throws Exception {
        WireTrap trap = primary().on(WireChoice.executed(ADDING).first(1), new WireFault.Stall(Point.AFTER));
        assertThat(await(add(SHORT))).isInstanceOf(WriteOutcome.Unknown.class);
        reached(trap.whenStruck(1));
        assertAmount(2);
        assertThat(await(add(SHORT))).isEqualTo(unavailable(Refusal.DEADLINE_EXCEEDED));
        Future<WriteOutcome> next = add(PATIENCE);
        trap.release();
        committed(await(next));
        assertAmount(3);
        assertThat(trap.arrived()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "55P03, CONTENDED",
        "57014, CONTENDED",
        "53000, OVERLOADED",
        "53100, OVERLOADED",
        "53200, OVERLOADED",
        "53300, OVERLOADED",
        "53400, OVERLOADED",
        "25006, UNREACHABLE",
        "55000, UNREACHABLE",
        "57P03, UNREACHABLE"
    })
    void aRefusalIsPassedOnAndNothingIsSentAgain(String sqlState, Refusal why) {
        WireTrap trap = primary().on(WireChoice.executed(ADDING), refusal(sqlState));
        assertThat(await(add(PATIENCE))).isEqualTo(unavailable(why));
        assertThat(trap.arrived()).isEqualTo(1);
        assertAmount(1);
        primary().heal();
        committed(await(add(PATIENCE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"XCUBS", "22023", "42601", "23503", "XX000"})
    void whatIsWrongWithAWriteIsABug(String sqlState) {
        WireTrap trap = primary().on(WireChoice.executed(ADDING), refusal(sqlState));
        assertThatThrownBy(() -> await(add(PATIENCE))).isNotInstanceOf(AssertionError.class);
        assertThat(trap.arrived()).isEqualTo(1);
        assertAmount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "23514"})
    void aWriteThatLostARaceSeesTheRowTheSecondTime(String sqlState) {
        WireTrap trap = primary().on(WireChoice.executed(ADDING).first(1), refusal(sqlState));
        committed(await(add(PATIENCE)));
        assertThat(trap.arrived()).isEqualTo(2);
        assertAmount(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "23514"})
    void aConstraintThatStaysBrokenIsABug(String sqlState) {
        WireTrap trap = primary().on(WireChoice.executed(ADDING), refusal(sqlState));
        assertThatThrownBy(() -> await(add(PATIENCE))).isNotInstanceOf(AssertionError.class);
        assertThat(trap.arrived()).isEqualTo(2);
        assertAmount(1);
    }

    @Test
    void aStalePlanIsMadeAnewOnce() {
        WireTrap prepared = primary().on(WireChoice.prepared(ADDING), WireFault.NOTHING);
        WireTrap trap = primary().on(WireChoice.executed(ADDING).first(1), STALE_PLAN);
        committed(await(add(PATIENCE)));
        assertThat(trap.arrived()).isEqualTo(2);
        assertThat(prepared.arrived()).isEqualTo(1);
        assertAmount(2);
    }

    @Test
    void aPlanThatStaysStaleIsABug() {
        WireTrap trap = primary().on(WireChoice.executed(ADDING), STALE_PLAN);
        assertThatThrownBy(() -> await(add(PATIENCE))).isNotInstanceOf(AssertionError.class);
        assertThat(trap.arrived()).isEqualTo(2);
        assertAmount(1);
    }

    static Stream<WireFault> positionFaults() {
        return Stream.of(
                refusal("XX000"),
                refusal("40001"),
                refusal("55000"),
                refusal("57P01"),
                refusal("FATAL", "57P01", Point.BEFORE),
                CUT_REQUEST,
                CUT_ANSWER);
    }

    @ParameterizedTest
    @MethodSource("positionFaults")
    void aWriteWithoutItsPositionIsCommitted(WireFault fault) {
        WireTrap sent = primary().on(WireChoice.executed(ADDING), WireFault.NOTHING);
        WireTrap trap = primary().on(WireChoice.executed(position()).first(1), fault);
        assertThat(committed(await(add(PATIENCE))).served().position()).isEmpty();
        assertThat(trap.struck()).isEqualTo(1);
        assertThat(sent.arrived()).isEqualTo(1);
        assertAmount(2);
    }

    @Test
    void aWriteWhosePositionIsStuckIsCommitted() throws Exception {
        WireTrap trap = primary().on(WireChoice.executed(position()).first(1), new WireFault.Stall(Point.AFTER));
        assertThat(committed(await(add(SHORT))).served().position()).isEmpty();
        reached(trap.whenStruck(1));
        assertAmount(2);
    }

    @Test
    void faultsInARowOnManyWritesEachHappenOnceOrNotAtAll() {
        home = open(subject().home(), 4, 1_000, 10_000, 10_000);
        primary().on(WireChoice.executed(ADDING).every(5), CUT_ANSWER);
        primary().on(WireChoice.executed(ADDING).every(7), CUT_REQUEST);
        primary().on(WireChoice.executed(ADDING).every(3), refusal("40001"));
        var all = Stream.generate(() -> write(home, Durability.LOCAL, ADD, List.<Object>of(home(), id, 1L), PATIENCE))
                .limit(200)
                .toList();
        long committed = 0;
        long unknown = 0;
        for (Future<WriteOutcome> each : all) {
            switch (await(each)) {
                case WriteOutcome.Committed done -> committed++;
                case WriteOutcome.Unknown lost -> unknown++;
                case WriteOutcome.Unavailable refused -> {}
            }
        }
        assertThat(unknown).isPositive();
        assertThat(amount() - 1).isBetween(committed, committed + unknown);
    }
}

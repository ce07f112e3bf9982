package dev.cellmesh.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.model.consistency.Position.WalPosition;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.runtime.database.Databases;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.Refusal;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.testkit.wire.WireFault.Point;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules for rings: a replica is asked first, and the primary when that one cannot answer, or not well enough. */
class PostgresWireFaultIT extends OpeningFaultCases {
    private static final Predicate<String> PROBING = text -> text.contains("pg_last_wal_replay_lsn");
    private static final ReadLevel BOUNDED = new ReadLevel.Bounded(Duration.ofMinutes(1));

    private RegionalDatabase remote;

    @Override
    protected LinkedServer startServer() throws Exception {
        return new LinkedServer(Databases.POSTGRES, UnaryOperator.identity());
    }

    @Override
    protected Predicate<String> position() {
        return text -> text.contains("pg_current_wal_insert_lsn") && !GETTING.test(text);
    }

    /** What is in order is not wrapped. */
    @Override
    protected SqlStatement asksPositionBehind() {
        return new SqlStatement("get-ordered", GET.text() + " ORDER BY id");
    }

    @BeforeEach
    void openRemote() {
        remote = open(subject().remote(), 1, 8, 10_000, 10_000);
        assertServedByTheReplica(get(remote, ReadLevel.EVENTUAL, id));
        rows(get(remote, ReadLevel.STRONG, id));
    }

    private void assertServedByTheReplica(ReadOutcome outcome) {
        ReadOutcome.Rows rows = rows(outcome);
        assertThat(shows(rows, 1)).isTrue();
        assertThat(rows.served().region()).isEqualTo(subject().remote());
        assertThat(rows.served().level()).isNotEqualTo(ReadLevel.STRONG);
        assertThat(rows.served().position()).isEmpty();
    }

    private void assertServedByThePrimary(ReadOutcome outcome) {
        ReadOutcome.Rows rows = rows(outcome);
        assertThat(shows(rows, 1)).isTrue();
        assertThat(rows.served().region()).isEqualTo(subject().home());
        assertThat(rows.served().level()).isEqualTo(ReadLevel.STRONG);
        assertThat(rows.served().position()).isPresent();
    }

    static Stream<WireFault> worthAnotherTry() {
        return Stream.of(
                refusal("40001"),
                refusal("40P01"),
                refusal("40003"),
                refusal("57P01"),
                refusal("FATAL", "57P01", Point.BEFORE),
                refusal("FATAL", "40001", Point.BEFORE),
                refusal("58C00"),
                STALE_PLAN,
                CUT_REQUEST,
                CUT_ANSWER);
    }

    @ParameterizedTest
    @MethodSource("worthAnotherTry")
    void aReplicaIsAskedAgainAndThenThePrimary(WireFault fault) {
        WireTrap primary = primary().on(WireChoice.executed(GETTING), WireFault.NOTHING);
        WireTrap once = replica().on(WireChoice.executed(GETTING).first(1), fault);
        assertServedByTheReplica(get(remote, ReadLevel.EVENTUAL, id));
        assertThat(once.arrived()).isEqualTo(2);
        assertThat(primary.arrived()).isZero();
        replica().heal();

        WireTrap always = replica().on(WireChoice.executed(GETTING), fault);
        assertServedByThePrimary(get(remote, BOUNDED, id));
        assertThat(always.arrived()).isEqualTo(TRIES_PER_SOURCE_MAX);
        assertThat(primary.arrived()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"53300", "53200", "57P03", "55000", "XCUBS", "22023", "55P03", "57014"})
    void aReplicaThatRefusesIsLeftAtOnce(String sqlState) {
        WireTrap trap = replica().on(WireChoice.executed(GETTING), refusal(sqlState));
        assertServedByThePrimary(get(remote, ReadLevel.EVENTUAL, id));
        assertThat(trap.arrived()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"53300", "57P03", "55000", "XCUBS", "55P03"})
    void aReplicaThatDoesNotTellItsStateIsLeftAtOnce(String sqlState) {
        WireTrap trap = replica().on(WireChoice.executed(PROBING), refusal(sqlState));
        assertServedByThePrimary(get(remote, ReadLevel.EVENTUAL, id));
        assertThat(trap.arrived()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("unopened")
    void whenNoConnectionToAReplicaCanBeOpenedThePrimaryAnswers(WireFault fault, Refusal why) {
        RegionalDatabase fresh = open(subject().remote(), 1, 8, 10_000, 10_000);
        WireTrap trap = replica().on(WireChoice.opened(ANYBODY), fault);
        assertServedByThePrimary(get(fresh, ReadLevel.EVENTUAL, id));
        assertThat(trap.struck()).isPositive();
    }

    static Stream<WireFault> silence() {
        return Stream.of(new WireFault.Stall(Point.BEFORE), new WireFault.Stall(Point.AFTER), SILENT_ANSWER);
    }

    @ParameterizedTest
    @MethodSource("silence")
    void whileAReplicaIsSilentThePrimaryAnswersInTime(WireFault fault) {
        WireTrap primary = primary().on(WireChoice.executed(GETTING), WireFault.NOTHING);
        WireTrap trap = replica().on(WireChoice.executed(GETTING), fault);
        assertServedByThePrimary(
                await(read(remote, ReadLevel.EVENTUAL, GET, List.of(home(), id), SHORT.multipliedBy(2))));
        assertThat(trap.arrived()).isEqualTo(1);
        assertThat(primary.arrived()).isEqualTo(1);
    }

    @Test
    void whenBothAreSilentTheDeadlineEndsIt() {
        replica().on(WireChoice.executed(GETTING), new WireFault.Stall(Point.BEFORE));
        primary().on(WireChoice.executed(GETTING), new WireFault.Stall(Point.BEFORE));
        assertThat(await(read(remote, ReadLevel.EVENTUAL, GET, List.of(home(), id), SHORT)))
                .isEqualTo(unread(Refusal.DEADLINE_EXCEEDED));
    }

    @Test
    void whenBothBreakItIsUnreachable() {
        WireTrap near = replica().on(WireChoice.executed(GETTING), CUT_ANSWER);
        WireTrap far = primary().on(WireChoice.executed(GETTING), CUT_REQUEST);
        assertThat(get(remote, ReadLevel.EVENTUAL, id)).isEqualTo(unread(Refusal.UNREACHABLE));
        assertThat(near.arrived()).isEqualTo(TRIES_PER_SOURCE_MAX);
        assertThat(far.arrived()).isEqualTo(TRIES_PER_SOURCE_MAX);
    }

    @Test
    void aReplicaThatIsNotKnownToHaveSeenThePositionIsNoSession() {
        WireTrap near = replica().on(WireChoice.executed(GETTING), WireFault.NOTHING);
        ReadLevel session = new ReadLevel.Session(
                rows(get(remote, ReadLevel.STRONG, id)).served().position().orElseThrow());
        assertThat(((ReadLevel.Session) session).seen()).isInstanceOf(WalPosition.class);
        assertServedByThePrimary(get(remote, session, id));
        assertThat(near.arrived()).isEqualTo(1);
    }

    @Test
    void aReadThatWritesIsABugOnAReplica() {
        replica().on(WireChoice.executed(GETTING), refusal("25006"));
        WireTrap primary = primary().on(WireChoice.executed(GETTING), WireFault.NOTHING);
        assertThatThrownBy(() -> get(remote, ReadLevel.EVENTUAL, id)).isNotInstanceOf(AssertionError.class);
        assertThat(primary.arrived()).isZero();
    }
}

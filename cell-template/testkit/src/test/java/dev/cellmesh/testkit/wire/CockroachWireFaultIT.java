package dev.cellmesh.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.consistency.Position.ClockPosition;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.runtime.database.Databases;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.testkit.wire.WireFault.Point;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules for CockroachDB, with a PostgreSQL server behind: the link answers what only CockroachDB understands by what comes
 * nearest to it. Proves how its errors are taken, not how it behaves.
 */
class CockroachWireFaultIT extends OpeningFaultCases {
    private static final String COMMIT_TIMESTAMP = "SHOW COMMIT TIMESTAMP";
    private static final Predicate<String> OLDER = text -> text.contains("AS OF SYSTEM TIME");
    private static final Predicate<String> STRONG = GETTING.and(OLDER.negate());

    private RegionalDatabase near;

    @Override
    protected LinkedServer startServer() throws Exception {
        return new LinkedServer(Databases.COCKROACH, CockroachWireFaultIT::inPostgres);
    }

    private static String inPostgres(String text) {
        return text.equals(COMMIT_TIMESTAMP)
                ? "SELECT EXTRACT(EPOCH FROM clock_timestamp())::NUMERIC * 1000000000"
                : text.replaceFirst("AS OF SYSTEM TIME \\w+\\([^)]*\\)", "");
    }

    @Override
    protected Predicate<String> position() {
        return COMMIT_TIMESTAMP::equals;
    }

    /** A stuck read keeps its connection, and the strong one needs another. */
    @BeforeEach
    void openTwo() {
        near = open(subject().home(), 2, 8, 10_000, 10_000);
        for (ReadLevel level : levels().toList()) {
            assertServedAs(level, get(near, level, id));
        }
        rows(get(near, ReadLevel.STRONG, id));
    }

    static Stream<ReadLevel> levels() {
        return Stream.of(ReadLevel.EVENTUAL, new ReadLevel.Bounded(Duration.ofSeconds(2)));
    }

    private Stream<ReadLevel> allLevels() {
        return Stream.concat(
                levels(),
                Stream.of(new ReadLevel.Session(rows(get(near, ReadLevel.STRONG, id))
                        .served()
                        .position()
                        .orElseThrow())));
    }

    private static void assertServedAs(ReadLevel level, ReadOutcome outcome) {
        ReadOutcome.Rows rows = rows(outcome);
        assertThat(shows(rows, 1)).isTrue();
        assertThat(rows.served().level()).isEqualTo(level);
        if (level.equals(ReadLevel.STRONG)) {
            assertThat(rows.served().position().orElseThrow()).isInstanceOf(ClockPosition.class);
        }
    }

    static Stream<WireFault> notHere() {
        return Stream.of(
                refusal("XCUBS"),
                refusal("22023"),
                refusal("58C00"),
                refusal("53200"),
                refusal("57P03"),
                refusal("57014"),
                CUT_ANSWER,
                CUT_REQUEST,
                refusal("40001"),
                refusal("40003"));
    }

    /** Refused when it is planned, as CockroachDB does, or when it is run. */
    @ParameterizedTest
    @MethodSource("notHere")
    void whatTheNearestReplicaCannotServeIsReadStrong(WireFault fault) {
        for (ReadLevel level : allLevels().toList()) {
            for (WireChoice choice : List.of(WireChoice.executed(OLDER), WireChoice.prepared(OLDER))) {
                primary().heal();
                WireTrap strong = primary().on(WireChoice.executed(STRONG), WireFault.NOTHING);
                WireTrap older = primary().on(choice, fault);
                RegionalDatabase fresh = open(subject().home(), 2, 8, 10_000, 10_000);
                assertServedAs(ReadLevel.STRONG, get(fresh, level, id));
                assertThat(older.struck()).isPositive();
                assertThat(strong.arrived()).isEqualTo(1);
            }
        }
    }

    @Test
    void whatIsTooFreshOnceIsNotAskedTwice() {
        WireTrap older = primary().on(WireChoice.executed(OLDER), refusal("XCUBS"));
        assertServedAs(ReadLevel.STRONG, get(near, ReadLevel.EVENTUAL, id));
        assertThat(older.arrived()).isEqualTo(1);
    }

    @Test
    void aConflictIsTriedAgainWhereItWas() {
        for (ReadLevel level : allLevels().toList()) {
            primary().heal();
            WireTrap older = primary().on(WireChoice.executed(OLDER).first(1), refusal("40001"));
            assertServedAs(level, get(near, level, id));
            assertThat(older.arrived()).isEqualTo(2);
        }
    }

    @Test
    void aStuckReadLeavesTimeForTheStrongOne() {
        for (Point point : Point.values()) {
            primary().heal();
            primary().on(WireChoice.executed(OLDER), new WireFault.Stall(point));
            assertServedAs(
                    ReadLevel.STRONG,
                    await(read(near, ReadLevel.EVENTUAL, GET, List.of(home(), id), SHORT.multipliedBy(2))));
        }
    }

    @Test
    void theMarkIsReplacedAtEachLevel() {
        for (ReadLevel level : allLevels().toList()) {
            WireTrap older = primary().on(WireChoice.executed(OLDER), WireFault.NOTHING);
            assertServedAs(level, get(near, level, id));
            assertThat(older.arrived()).isEqualTo(1);
        }
    }
}

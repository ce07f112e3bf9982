package dev.cellmesh.runtime.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.database.SqlStates.ConnectFailure;
import dev.cellmesh.runtime.database.SqlStates.Verdict;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlStatesTest {
    @ParameterizedTest
    @CsvSource({
        "40001, RETRY", "40P01, RETRY", "0A000, REPREPARE", "55P03, CONTENDED", "57014, CONTENDED",
        "53300, OVERLOADED", "25006, UNREACHABLE", "XCUBS, NOT_AT_THIS_LEVEL", "40003, UNKNOWN", "57P01, UNKNOWN",
        "58C00, UNKNOWN", "23505, RACED", "23514, RACED", "42601, BUG"
    })
    void codesDecide(String sqlState, Verdict verdict) {
        assertThat(SqlStates.of(error("ERROR", sqlState))).isEqualTo(verdict);
    }

    @Test
    void theLastWordsOfASessionLeaveTheOutcomeOpen() {
        assertThat(SqlStates.of(error("FATAL", "40001"))).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void onlyTheClientsOwnRefusalWasNeverSent() {
        assertThat(SqlStates.neverSent(VertxException.noStackTrace("wrong parameters"), true))
                .isTrue();
        assertThat(SqlStates.neverSent(VertxException.noStackTrace("closed"), false))
                .isFalse();
        assertThat(SqlStates.neverSent(new IOException("reset"), true)).isFalse();
    }

    @Test
    void aServerThatIsNotThereIsNoBugAndAWrongPasswordIs() {
        assertThat(SqlStates.connectFailure(new ConnectException()))
                .isEqualTo(new ConnectFailure.Refused(Refusal.UNREACHABLE));
        assertThat(SqlStates.connectFailure(error("FATAL", "57P03")))
                .isEqualTo(new ConnectFailure.Refused(Refusal.UNREACHABLE));
        assertThat(SqlStates.connectFailure(error("FATAL", "53300")))
                .isEqualTo(new ConnectFailure.Refused(Refusal.OVERLOADED));
        assertThat(SqlStates.connectFailure(error("FATAL", "28P01"))).isInstanceOf(ConnectFailure.Bug.class);
    }

    static PgException error(String severity, String sqlState) {
        return new PgException("on purpose", severity, sqlState, null);
    }
}

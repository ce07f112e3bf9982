package dev.cellmesh.model.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.profile.Residence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts against a budget, and what has the client itself to answer for? Against a goal of 500 ms. */
class JudgementTest {
    @ParameterizedTest
    @CsvSource({
        "200,  10, 10000, GOOD",
        "200, 500, 10000, GOOD",
        "200, 501, 10000, SLOW",
        "404,  10, 10000, GOOD",
        "404, 900, 10000, SLOW",
        "408, 900, 10000, NOT_COUNTED",
        "422,  10, 10000, GOOD",
        "429,  10, 10000, NOT_COUNTED",
        "429, 900, 10000, NOT_COUNTED",
        "500,  10, 10000, FAILED",
        "503,  10, 10000, FAILED",
        "503, 900, 10000, FAILED",
        "504, 10000, 10000, FAILED",
        "503, 100,   100, NOT_COUNTED",
        "504, 120,   100, NOT_COUNTED",
        "500,  50,   100, FAILED",
        "503, 500,   500, FAILED",
        "0,    10, 10000, NOT_COUNTED",
        "0,   501, 10000, SLOW"
    })
    void byStatusAndTime(int status, long tookMillis, long allowedMillis, Judgement expected) {
        assertThat(Judgement.of(status, tookMillis, LatencyGoal.STRONG_READ, allowedMillis))
                .isEqualTo(expected);
    }

    @Test
    void whatGoesFartherMayTakeLonger() {
        assertThat(LatencyGoal.ofRead("bounded")).isEqualTo(LatencyGoal.NEAR_READ);
        assertThat(LatencyGoal.ofRead("global")).isEqualTo(LatencyGoal.NEAR_READ);
        assertThat(LatencyGoal.ofRead("session")).isEqualTo(LatencyGoal.TOKEN_READ);
        assertThat(LatencyGoal.ofRead("strong")).isEqualTo(LatencyGoal.STRONG_READ);
        assertThat(LatencyGoal.ofWrite(Residence.HOME, Durability.QUORUM)).isEqualTo(LatencyGoal.QUORUM_WRITE);
        assertThat(LatencyGoal.ofWrite(Residence.EVERY_REGION, Durability.LOCAL))
                .isEqualTo(LatencyGoal.LOCAL_WRITE);
        assertThat(LatencyGoal.ofWrite(Residence.GLOBAL, Durability.QUORUM)).isEqualTo(LatencyGoal.GLOBAL_WRITE);
        assertThat(LatencyGoal.NEAR_READ.atLeast(LatencyGoal.STRONG_READ)).isEqualTo(LatencyGoal.STRONG_READ);
        assertThat(LatencyGoal.GLOBAL_WRITE.atLeast(LatencyGoal.STRONG_READ)).isEqualTo(LatencyGoal.GLOBAL_WRITE);
    }
}

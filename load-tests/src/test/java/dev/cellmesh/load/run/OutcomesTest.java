package dev.cellmesh.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.load.client.Reception;
import dev.cellmesh.load.client.Reception.Answered;
import dev.cellmesh.load.client.Reception.CutOff;
import dev.cellmesh.load.client.Reception.NotSent;
import dev.cellmesh.load.client.Reception.TimedOut;
import dev.cellmesh.load.record.Outcome;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomesTest {
    private static Reception answered(int status) {
        return new Answered(0, 1, status, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer());
    }

    @ParameterizedTest
    @CsvSource({
        "200,SUCCESS", "204,SUCCESS", "101,FAILED", "302,FAILED", "400,REFUSED", "404,REFUSED", "409,REFUSED",
        "412,REFUSED", "422,REFUSED", "429,LIMITED", "500,FAILED", "502,FAILED", "503,SHED", "504,UNKNOWN"
    })
    void aStatusHasItsOutcome(int status, Outcome outcome) {
        assertThat(Outcomes.of(answered(status))).isEqualTo(outcome);
    }

    @Test
    void whatEndedWithoutAnAnswerIsUnknownOnceItWasSent() {
        assertThat(Outcomes.of(new TimedOut(0, 1))).isEqualTo(Outcome.UNKNOWN);
        assertThat(Outcomes.of(new CutOff(0, 1, ""))).isEqualTo(Outcome.UNKNOWN);
        assertThat(Outcomes.of(new NotSent(0, 1, ""))).isEqualTo(Outcome.NOT_SENT);
    }

    @ParameterizedTest
    @CsvSource({"200,SUCCESS", "422,REFUSED", "429,UNKNOWN", "500,UNKNOWN", "503,UNKNOWN", "504,UNKNOWN"})
    void anEarlierUnknownSendingIsSettledByADecisionAlone(int status, Outcome outcome) {
        assertThat(Outcomes.of(answered(status), true)).isEqualTo(outcome);
        assertThat(Outcomes.of(new NotSent(0, 1, ""), true)).isEqualTo(Outcome.UNKNOWN);
        assertThat(Outcomes.of(new NotSent(0, 1, ""), false)).isEqualTo(Outcome.NOT_SENT);
    }

    @ParameterizedTest
    @CsvSource({
        "eventual; staleness=900ms,900",
        "bounded; max-staleness=60000ms; staleness=20000ms,20000",
        "bounded; max-staleness=60000ms,-1",
        "staleness=0ms,0",
        "session; staleness=ms,-1",
        "session; staleness=5s,-1",
        "session; staleness=99999999999999999999ms,-1",
        "strong,-1"
    })
    void stalenessIsReadWhereItIsReported(String level, long millis) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("X-Consistency-Level", level);
        assertThat(Outcomes.stalenessMillis(new Answered(0, 1, 200, headers, Buffer.buffer())))
                .isEqualTo(millis);
        assertThat(Outcomes.stalenessMillis(answered(200))).isEqualTo(-1);
        assertThat(Outcomes.stalenessMillis(new TimedOut(0, 1))).isEqualTo(-1);
    }
}

package dev.cellmesh.load.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.load.check.Event;
import dev.cellmesh.load.client.Reception;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownTest {
    private static Reception.Answered answered(int status, String type) {
        Buffer body = Buffer.buffer("{\"type\":\"https://cellmesh.dev/problems/" + type + "\"}");
        return new Reception.Answered(1, 2, status, MultiMap.caseInsensitiveMultiMap(), body);
    }

    @ParameterizedTest
    @CsvSource({
        "200, -, OK, OK",
        "201, -, OK, OK",
        "422, insufficient-funds, FAIL, FAIL",
        "412, version-conflict, FAIL, FAIL",
        "404, unknown-entity, FAIL, FAIL",
        // Said before the key is looked at: whatever an earlier sending did stays open.
        "429, quota-exceeded, FAIL, INFO",
        "503, overloaded, FAIL, INFO",
        "421, misdirected, FAIL, INFO",
        "404, unknown-tenant, FAIL, INFO",
        "401, unauthenticated, FAIL, INFO",
        "409, idempotency-in-progress, INFO, INFO",
        "500, internal, INFO, INFO",
        "502, bad-gateway, INFO, INFO",
        "504, unknown-outcome, INFO, INFO"
    })
    void anAnswerSaysWhatTheContractSays(int status, String type, Event.Type alone, Event.Type afterUnknown) {
        assertThat(Known.of(answered(status, type), false)).isEqualTo(alone);
        assertThat(Known.of(answered(status, type), true)).isEqualTo(afterUnknown);
    }

    @Test
    void noAnswerIsNeverAFailure() {
        assertThat(Known.of(new Reception.TimedOut(1, 2), false)).isEqualTo(Event.Type.INFO);
        assertThat(Known.of(new Reception.CutOff(1, 2, "reset"), false)).isEqualTo(Event.Type.INFO);
    }

    @Test
    void anAnswerWithoutAProblemDocumentIsNoReasonToBreak() {
        Reception.Answered page = new Reception.Answered(
                1, 2, 404, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer("<html>not here</html>"));
        assertThat(Known.of(page, false)).isEqualTo(Event.Type.FAIL);
        assertThat(Known.asksAgain(page)).isFalse();
    }
}

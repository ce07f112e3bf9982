package dev.cellmesh.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.testkit.wire.WireChoice.Stage;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PgRequestsTest {
    private final PgRequests requests = new PgRequests(UnaryOperator.identity());

    @Test
    void aStatementIsKnownByItsNameUntilItIsClosed() {
        PgRequest prepared = complete(parse("s1", "SELECT 1"), sync());
        assertRequest(prepared, Stage.PREPARED, "SELECT 1");
        complete(parse("s2", "SELECT 2"), sync());

        assertRequest(complete(bind("", "s1"), execute(""), sync()), Stage.EXECUTED, "SELECT 1");
        assertRequest(
                complete(bind("p", "s2"), bind("", "s1"), execute("p"), execute(""), sync()),
                Stage.EXECUTED,
                "SELECT 2",
                "SELECT 1");

        complete(message('C', "Ss1"), sync());
        assertRequest(complete(bind("", "s1"), execute(""), sync()), Stage.EXECUTED, "");
    }

    @Test
    void whatIsParsedAndRunAtOnceIsRun() {
        PgRequest request = complete(parse("", "SELECT 1"), bind("", ""), execute(""), sync());
        assertRequest(request, Stage.EXECUTED, "SELECT 1");
    }

    @Test
    void aSimpleQueryIsRun() {
        PgRequest request = complete(PgMessage.query("SHOW x"));
        assertRequest(request, Stage.EXECUTED, "SHOW x");
        assertThat(request.isAnswered()).isTrue();
    }

    @Test
    void aGoodbyeIsNotAnswered() {
        assertThat(complete(PgMessage.of('X', Buffer.buffer())).isAnswered()).isFalse();
    }

    @Test
    void theServerReadsTheTranslationAndTheClientIsKnownByItsOwnWords() {
        PgRequests translating = new PgRequests(text -> text.replace("follower", "now"));
        PgMessage parse = parse("s1", "SELECT follower()");
        Optional<PgRequest> none = translating.take(parse);
        PgRequest request = translating.take(sync()).orElseThrow();
        assertThat(none).isEmpty();
        assertRequest(request, Stage.PREPARED, "SELECT follower()");
        assertThat(request.bytes())
                .isEqualTo(parse("s1", "SELECT now()").frame().appendBuffer(sync().frame()));
    }

    private static void assertRequest(PgRequest request, Stage stage, String... texts) {
        assertThat(request.stage()).isEqualTo(stage);
        assertThat(request.texts()).containsExactly(texts);
    }

    private PgRequest complete(PgMessage... messages) {
        Buffer bytes = Buffer.buffer();
        Optional<PgRequest> request = Optional.empty();
        for (PgMessage each : Arrays.asList(messages)) {
            assertThat(request).isEmpty();
            request = requests.take(each);
            bytes.appendBuffer(each.frame());
        }
        assertThat(request.orElseThrow().bytes()).isEqualTo(bytes);
        return request.orElseThrow();
    }

    private static PgMessage parse(String name, String text) {
        return message('P', name, text, "\0");
    }

    private static PgMessage bind(String portal, String statement) {
        return message('B', portal, statement, "\0\0\0\0\0");
    }

    private static PgMessage execute(String portal) {
        return message('E', portal, "\0\0\0");
    }

    private static PgMessage sync() {
        return PgMessage.of('S', Buffer.buffer());
    }

    private static PgMessage message(char type, String... words) {
        Buffer body = Buffer.buffer();
        Arrays.asList(words).forEach(word -> body.appendString(word).appendByte((byte) 0));
        return PgMessage.of(type, body);
    }
}

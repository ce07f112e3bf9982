package dev.cellmesh.load.overhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
    private static final String ANSWER =
            "HTTP/1.1 201 Created\r\nX-Content-Length: 9\r\ncontent-LENGTH:  5\r\nETag: \"1\"\r\n\r\n{\"\r\n}";

    private final AnswerReader reader = new AnswerReader();

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Property
    void aCutMakesNoDifference(@ForAll @IntRange(max = 90) int one, @ForAll @IntRange(max = 90) int other) {
        AnswerReader cut = new AnswerReader();
        int first = Math.min(Math.min(one, other), ANSWER.length());
        int second = Math.min(Math.max(one, other), ANSWER.length());
        List<Boolean> whole = new ArrayList<>();
        for (String part :
                List.of(ANSWER.substring(0, first), ANSWER.substring(first, second), ANSWER.substring(second))) {
            if (!part.isEmpty()) {
                whole.add(cut.take(bytes(part)));
            }
        }
        assertThat(whole.getLast()).isTrue();
        assertThat(whole.subList(0, whole.size() - 1)).doesNotContain(true);
        assertThat(cut.status()).isEqualTo(201);
    }

    @Test
    void oneAfterTheOther() {
        assertThat(reader.take(bytes(ANSWER))).isTrue();
        reader.reset();
        assertThat(reader.take(bytes("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")))
                .isTrue();
        assertThat(reader.status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 2x0 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab"
            })
    void whatItCannotReadIsAnError(String answer) {
        assertThatThrownBy(() -> reader.take(bytes(answer))).isInstanceOf(IllegalStateException.class);
    }
}

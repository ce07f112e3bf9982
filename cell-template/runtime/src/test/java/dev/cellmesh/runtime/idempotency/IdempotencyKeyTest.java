package dev.cellmesh.runtime.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {"k1,k1", "'\"k1\"',k1", "' k1 ',k1", "'\"a\\\"b\"','a\"b'", "'\"a\\\\b\"','a\\b'", "a%20b,a%20b"})
    void bothFormsAreTheSameKey(String header, String value) {
        assertThat(IdempotencyKey.parse(header)).contains(new IdempotencyKey(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\"",
                "\"\"",
                "\"a",
                "\"a\"b\"",
                "\"a\\\"",
                "\"a\\b\"",
                "a b",
                "\"a b\"",
                "k\u00e9",
                "a\tb",
                "\"a\\"
            })
    void whatIsNeitherIsNoKey(String header) {
        assertThat(IdempotencyKey.parse(header)).isEmpty();
    }

    @Test
    void aKeyHasAtMost255Characters() {
        assertThat(IdempotencyKey.parse("x".repeat(255))).isPresent();
        assertThat(IdempotencyKey.parse("x".repeat(256))).isEmpty();
        assertThat(IdempotencyKey.parse("\"" + "x".repeat(255) + "\"")).isPresent();
    }

    @Test
    void everyVisibleCharacterSurvivesQuoting() {
        String all =
                IntStream.rangeClosed('!', '~').mapToObj(Character::toString).collect(Collectors.joining());
        String quoted = "\"" + all.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        assertThat(IdempotencyKey.parse(quoted)).contains(new IdempotencyKey(all));
    }
}

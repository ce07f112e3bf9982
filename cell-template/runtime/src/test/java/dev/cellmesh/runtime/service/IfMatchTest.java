package dev.cellmesh.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IfMatchTest {
    @Test
    void aStrongTagOfOursIsAVersion() {
        assertThat(IfMatch.parse(IfMatch.tagOf(17)).orElseThrow().version()).isEqualTo(17);
        assertThat(IfMatch.parse(" \"17\" ").orElseThrow().provided()).isEqualTo(17L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"17\"", "\"abc\"", "\"\"", "\"0\"", "\"017\"", "\"-1\"", "\"9999999999999999999\""})
    void otherTagsMatchNoVersion(String header) {
        IfMatch condition = IfMatch.parse(header).orElseThrow();
        assertThat(condition.version()).isZero();
        assertThat(condition.provided()).isEqualTo(header);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "17", "\"17", "\"1\", \"2\"", "w/\"17\"", "\"a b\""})
    void whatIsNotOneTagIsMalformed(String header) {
        assertThat(IfMatch.parse(header)).isEmpty();
    }
}

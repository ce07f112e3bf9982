package dev.cellmesh.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.merge.VersionVector;
import java.util.Map;
import java.util.TreeMap;
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

    @Test
    void aStrongTagMayBeTheVectorOfManyRegions() {
        Map<Region, Long> counts = new TreeMap<>();
        for (int i = 0; i < 32; i++) {
            counts.put(new Region("region-with-quite-a-long-name-%02d".formatted(i)), 1L << 52);
        }
        VersionVector vector = new VersionVector(counts);
        IfMatch condition = IfMatch.parse(IfMatch.tagOf(vector)).orElseThrow();
        assertThat(condition.vector()).contains(vector);
        assertThat(condition.version()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"us-east1:1\"", "\"us-east1\"", "\"17\"", "\"us-east1:1,\""})
    void otherTagsAreNoVector(String header) {
        assertThat(IfMatch.parse(header).orElseThrow().vector()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "17", "\"17", "\"1\", \"2\"", "w/\"17\"", "\"a b\""})
    void whatIsNotOneTagIsMalformed(String header) {
        assertThat(IfMatch.parse(header)).isEmpty();
    }
}

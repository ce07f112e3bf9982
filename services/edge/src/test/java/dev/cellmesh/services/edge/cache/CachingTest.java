package dev.cellmesh.services.edge.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CachingTest {
    private static final Caching MINUTE = new Caching(60_000, 60_000, OptionalLong.of(30_000));

    private static MultiMap asking(String level) {
        return MultiMap.caseInsensitiveMultiMap().add("X-Consistency-Level", level);
    }

    @ParameterizedTest
    @CsvSource({
        "bounded; max-staleness=2s, 2000",
        "bounded;max-staleness=500ms, 500",
        "' bounded; max-staleness=59s ', 59000",
        "bounded; max-staleness=2h, -1",
        "bounded; max-staleness=0s, -1",
        "bounded, -1",
        "strong, -1"
    })
    void aBoundIsReadAsCellsReadIt(String level, long millis) {
        assertThat(Caching.boundMillis(level)).isEqualTo(millis < 0 ? OptionalLong.empty() : OptionalLong.of(millis));
    }

    @Test
    void whoAsksForNothingGetsTheOperationsOwnBound() {
        assertThat(MINUTE.boundMillis(MultiMap.caseInsensitiveMultiMap())).hasValue(30_000);
        Caching strong = new Caching(60_000, 60_000, OptionalLong.empty());
        assertThat(strong.boundMillis(MultiMap.caseInsensitiveMultiMap())).isEmpty();
    }

    @Test
    void aWiderBoundThanTheProfilesIsNotGiven() {
        assertThat(MINUTE.boundMillis(asking("bounded; max-staleness=3600s"))).hasValue(60_000);
        assertThat(MINUTE.boundMillis(asking("eventual"))).hasValue(60_000);
        assertThat(MINUTE.boundMillis(asking("bounded; max-staleness=1s"))).hasValue(1_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"strong", "causal", "session", "bounded", "what?", ""})
    void whateverElseIsAskedIsForTheCell(String level) {
        assertThat(MINUTE.boundMillis(asking(level))).isEmpty();
    }

    @Test
    void whoHasSeenSomethingIsForTheCell() {
        MultiMap headers = asking("eventual").add("X-Last-Write-Timestamp", "2.a.b");
        assertThat(MINUTE.boundMillis(headers)).isEmpty();
    }

    @Test
    void whoAsksTwiceIsForTheCell() {
        assertThat(MINUTE.boundMillis(asking("eventual").add("X-Consistency-Level", "strong")))
                .isEmpty();
    }
}

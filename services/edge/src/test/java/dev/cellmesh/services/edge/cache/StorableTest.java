package dev.cellmesh.services.edge.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorableTest {
    private static final Caching MINUTE = new Caching(60_000, 60_000, OptionalLong.of(60_000));

    static MultiMap answered(String control, String level) {
        return MultiMap.caseInsensitiveMultiMap()
                .add("Cache-Control", control)
                .add("X-Consistency-Level", level)
                .add("X-Data-Stale", "true");
    }

    @ParameterizedTest
    @CsvSource({
        "'private, max-age=50', 'bounded; max-staleness=60000ms; staleness=9500ms', 60000, 9500, 50000",
        "'private, max-age=90', 'bounded; max-staleness=90000ms; staleness=1ms', 90000, 1, 60000",
        "'private, max-age=60', 'bounded; max-staleness=60000ms; staleness=30000ms', 60000, 30000, 30000",
        "'max-age=60', 'eventual; staleness=59999ms', 60000, 59999, 1",
        "'max-age=60', 'eventual; staleness=60001ms', 60000, 60001, 0",
        "'private, max-age=0', 'bounded; max-staleness=60000ms; staleness=1ms', 60000, 1, 0",
        "'private, max-age=2', 'bounded; max-staleness=2000ms; staleness=1500ms', 2000, 1500, 500"
    })
    void neverLongerThanAnyOfThemSays(String control, String level, long bound, long staleness, long lifetime) {
        Storable storable = Storable.of(200, answered(control, level), MINUTE, bound);
        assertThat(storable).isEqualTo(new Storable(staleness, lifetime));
        assertThat(storable.isStorable()).isEqualTo(lifetime > 0);
    }

    @Test
    void whatIsCertainlyNewHasNoAge() {
        MultiMap strong = answered("private, max-age=60", "strong").set("X-Data-Stale", "false");
        assertThat(Storable.of(200, strong, MINUTE, 60_000)).isEqualTo(new Storable(0, 60_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "private, no-cache",
                "no-store, max-age=60",
                "private",
                "s-maxage=60",
                "max-age=60, must-revalidate"
            })
    void whatACellWantsToBeAskedForIsNotKept(String control) {
        assertThat(Storable.of(200, answered(control, "bounded; staleness=1ms"), MINUTE, 60_000)
                        .isStorable())
                .isFalse();
    }

    @Test
    void whatIsOfUnknownAgeIsNotKept() {
        assertThat(Storable.of(200, answered("max-age=60", "eventual"), MINUTE, 60_000)
                        .isStorable())
                .isFalse();
        assertThat(Storable.of(200, MultiMap.caseInsensitiveMultiMap(), MINUTE, 60_000)
                        .isStorable())
                .isFalse();
    }

    @Test
    void neitherAreErrorsNorCookiesNorEncodedBodies() {
        MultiMap good = answered("max-age=60", "eventual; staleness=1ms");
        assertThat(Storable.of(200, good, MINUTE, 60_000).isStorable()).isTrue();
        assertThat(Storable.of(404, good, MINUTE, 60_000).isStorable()).isFalse();
        assertThat(Storable.of(206, good, MINUTE, 60_000).isStorable()).isFalse();
        MultiMap cookie = answered("max-age=60", "eventual; staleness=1ms").add("Set-Cookie", "a=b");
        assertThat(Storable.of(200, cookie, MINUTE, 60_000).isStorable()).isFalse();
        MultiMap encoded = answered("max-age=60", "eventual; staleness=1ms").add("Content-Encoding", "br");
        assertThat(Storable.of(200, encoded, MINUTE, 60_000).isStorable()).isFalse();
    }
}

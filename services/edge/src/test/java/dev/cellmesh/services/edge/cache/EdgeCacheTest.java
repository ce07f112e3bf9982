package dev.cellmesh.services.edge.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.services.edge.cache.EdgeCache.Found;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EdgeCacheTest {
    private static final long BOUND = 10_000;
    private static final Caching CACHING = new Caching(BOUND, BOUND, OptionalLong.of(BOUND));
    private static final Variant ONE = variant("/v1/tenants/acme/products/1");
    private static final Variant LIST = variant("/v1/tenants/acme/products");
    private static final Instant EPOCH = Instant.parse("2026-11-21T12:00:00Z");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private long nowMillis = 1_000_000;
    private final EdgeCache cache =
            new EdgeCache(() -> TimeUnit.MILLISECONDS.toNanos(nowMillis), () -> EPOCH.plusMillis(nowMillis), meters);

    private static Variant variant(String path) {
        return new Variant(path, BOUND, "");
    }

    private Fill ask(Variant variant) {
        return ((Found.Nothing) cache.find(variant, CACHING)).fill();
    }

    private static void answer(Fill fill, long stalenessMillis, String body) {
        MultiMap headers = StorableTest.answered(
                        "private, max-age=" + (BOUND - stalenessMillis) / 1_000,
                        "bounded; max-staleness=10000ms; staleness=" + stalenessMillis + "ms")
                .add("ETag", "\"5\"")
                .add("RateLimit", "\"burst\";r=5")
                .add("X-Cell", "us-east1-c01");
        fill.head(200, headers, "e");
        fill.add(Buffer.buffer(body));
        fill.end();
    }

    private Kept kept(Variant variant) {
        return cache.usable(variant).orElseThrow();
    }

    private double count(String outcome) {
        return meters.get("cellmesh.edge.cache.requests")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void whatWasAskedForOnceIsThere() {
        answer(ask(ONE), 0, "x");
        assertThat(cache.find(ONE, CACHING)).isInstanceOfSatisfying(Found.Answer.class, found -> {
            assertThat(found.kept().body()).hasToString("x");
            assertThat(found.fill()).isEmpty();
        });
        assertThat(count("miss")).isEqualTo(1);
        assertThat(count("hit")).isEqualTo(1);
    }

    @Test
    void itsHeadersGrowOld() {
        answer(ask(ONE), 2_000, "x");
        nowMillis += 1_500;
        MultiMap headers = kept(ONE).headersAt(TimeUnit.MILLISECONDS.toNanos(nowMillis), "us-east1-edge");
        assertThat(headers.get("X-Consistency-Level")).isEqualTo("bounded; max-staleness=10000ms; staleness=3500ms");
        assertThat(headers.get("X-Data-Stale")).isEqualTo("true");
        assertThat(headers.get("X-Stale-After"))
                .isEqualTo(EPOCH.plusMillis(1_000_000 + BOUND - 2_000).toString());
        assertThat(headers.get("Age")).isEqualTo("2");
        assertThat(headers.get("Cache-Status")).isEqualTo("us-east1-edge; hit; ttl=6");
        assertThat(headers.get("ETag")).isEqualTo("\"5\"");
        assertThat(headers.get("X-Cell")).isEqualTo("us-east1-c01");
        assertThat(headers.contains("RateLimit")).isFalse();
    }

    @Test
    void inTheSecondHalfOfItsLifeOneAsksForANewerOne() {
        answer(ask(ONE), 0, "old");
        nowMillis += 5_000;
        Found.Answer first = (Found.Answer) cache.find(ONE, CACHING);
        assertThat(first.kept().body()).hasToString("old");
        Found.Answer second = (Found.Answer) cache.find(ONE, CACHING);
        assertThat(second.fill()).isEmpty();
        answer(first.fill().orElseThrow(), 0, "new");
        assertThat(kept(ONE).body()).hasToString("new");
        assertThat(count("stale")).isEqualTo(2);
        nowMillis += 9_999;
        assertThat(kept(ONE).body()).hasToString("new");
    }

    @Test
    void atItsBoundItIsGone() {
        answer(ask(ONE), 4_000, "x");
        nowMillis += 5_999;
        assertThat(cache.usable(ONE)).isPresent();
        nowMillis += 1;
        assertThat(cache.usable(ONE)).isEmpty();
        assertThat(cache.find(ONE, CACHING)).isInstanceOf(Found.Nothing.class);
    }

    @Test
    void theTimeOfTheQuestionCountsAndNotThatOfTheAnswer() {
        Fill fill = ask(ONE);
        nowMillis += 3_000;
        answer(fill, 0, "x");
        nowMillis += 6_999;
        assertThat(cache.usable(ONE)).isPresent();
        nowMillis += 1;
        assertThat(cache.usable(ONE)).isEmpty();
    }

    @Test
    void whileOneAsksTheOthersWait() {
        Fill fill = ask(ONE);
        Found.OnItsWay waiting = (Found.OnItsWay) cache.find(ONE, CACHING);
        assertThat(waiting.done().isComplete()).isFalse();
        answer(fill, 0, "x");
        assertThat(waiting.done().isComplete()).isTrue();
        assertThat(cache.find(ONE, CACHING)).isInstanceOf(Found.Answer.class);
        assertThat(count("followed")).isEqualTo(1);
    }

    @Test
    void notTooManyWait() {
        ask(ONE);
        for (int i = 0; i < 1_000; i++) {
            assertThat(cache.find(ONE, CACHING)).isInstanceOf(Found.OnItsWay.class);
        }
        assertThat(cache.find(ONE, CACHING)).isInstanceOf(Found.Crowded.class);
    }

    @Test
    void whoeverAskedInVainLetsTheNextOneAsk() {
        Fill fill = ask(ONE);
        fill.abandon();
        fill.end();
        assertThat(cache.find(ONE, CACHING)).isInstanceOf(Found.Nothing.class);
    }

    @Test
    void whileTheOldOneIsGoodNobodyAsksAgainAtOnceForWhatWasAskedForInVain() {
        answer(ask(ONE), 0, "old");
        nowMillis += 5_000;
        ((Found.Answer) cache.find(ONE, CACHING)).fill().orElseThrow().inVain();
        nowMillis += EdgeCache.PAUSE.toMillis() - 1;
        assertThat(((Found.Answer) cache.find(ONE, CACHING)).fill()).isEmpty();
        nowMillis += 1;
        assertThat(((Found.Answer) cache.find(ONE, CACHING)).fill()).isPresent();
    }

    @Test
    void anAnswerThatIsTooLargeIsNotKept() {
        Fill fill = ask(ONE);
        fill.head(200, StorableTest.answered("max-age=10", "eventual; staleness=1ms"), "e");
        fill.add(Buffer.buffer(new byte[Fill.BODY_BYTES_MAX]));
        fill.add(Buffer.buffer(new byte[1]));
        fill.end();
        assertThat(cache.usable(ONE)).isEmpty();
    }

    @Test
    void aWriteEndsWhatWasKeptOfItsPathAndTheListAroundIt() {
        Variant other = variant("/v1/tenants/acme/products/2");
        Variant globex = variant("/v1/tenants/globex/products/1");
        List.of(ONE, LIST, other, globex).forEach(each -> answer(ask(each), 0, "x"));
        cache.written(ONE.path());
        assertThat(cache.usable(ONE)).isEmpty();
        assertThat(cache.usable(LIST)).isEmpty();
        assertThat(cache.usable(other)).isPresent();
        assertThat(cache.usable(globex)).isPresent();
    }

    @Test
    void anAnswerThatWasAskedForBeforeAWriteSettledIsNotKept() {
        Fill before = ask(ONE);
        nowMillis += 10;
        cache.written(ONE.path());
        answer(before, 0, "old");
        assertThat(cache.usable(ONE)).isEmpty();
        nowMillis += EdgeCache.SETTLING.toMillis();
        answer(ask(ONE), 0, "perhaps of a replica that is behind");
        assertThat(cache.usable(ONE)).isEmpty();
        nowMillis += 1;
        answer(ask(ONE), 0, "new");
        assertThat(kept(ONE).body()).hasToString("new");
    }

    @Test
    void aConfirmedAnswerLivesOnWithItsBody() {
        answer(ask(ONE), 0, "x");
        nowMillis += 6_000;
        Found.Answer found = (Found.Answer) cache.find(ONE, CACHING);
        MultiMap headers = StorableTest.answered("max-age=9", "bounded; staleness=1000ms");
        found.fill().orElseThrow().confirm(found.kept(), headers);
        nowMillis += 8_999;
        assertThat(kept(ONE).body()).hasToString("x");
    }

    @Test
    void whatIsForgottenIsGone() {
        answer(ask(ONE), 0, "x");
        cache.forget(ONE);
        assertThat(cache.usable(ONE)).isEmpty();
    }

    @Test
    void allOfItIsBounded() {
        for (int i = 0; i < 2_000; i++) {
            answer(ask(variant("/v1/tenants/acme/products/" + i)), 0, "x".repeat(Fill.BODY_BYTES_MAX));
        }
        assertThat(meters.get("cellmesh.edge.cache.size").gauge().value())
                .isBetween(EdgeCache.BYTES_MAX / 2.0, (double) EdgeCache.BYTES_MAX);
        for (int i = 0; i < 2 * EdgeCache.VARIANTS_MAX; i++) {
            answer(ask(new Variant(LIST.path(), BOUND, "page " + i)), 0, "x");
        }
        long left = java.util.stream.IntStream.range(0, 2 * EdgeCache.VARIANTS_MAX)
                .filter(i -> cache.usable(new Variant(LIST.path(), BOUND, "page " + i))
                        .isPresent())
                .count();
        assertThat(left).isEqualTo(EdgeCache.VARIANTS_MAX);
    }

    private static final Pattern STALENESS = Pattern.compile("staleness=([0-9]+)ms$");

    /** Each step: a time that passes, and whether it is a write, a read whose question takes a while, or one that is lost. */
    @Property(tries = 300)
    void nothingIsServedThatIsOlderThanItsBoundOrThanItSays(
            @ForAll @Size(max = 60) List<@IntRange(max = 4_000) Integer> steps) {
        long writtenAtMillis = 0;
        for (int step : steps) {
            nowMillis += step;
            if (step % 7 == 0) {
                cache.written(ONE.path());
                writtenAtMillis = nowMillis;
            }
            Found found = cache.find(ONE, CACHING);
            if (found instanceof Found.Answer answer) {
                long readAtMillis = Long.parseLong(answer.kept().body().toString());
                String level = answer.kept()
                        .headersAt(TimeUnit.MILLISECONDS.toNanos(nowMillis), "e")
                        .get("X-Consistency-Level");
                Matcher told = STALENESS.matcher(level);
                assertThat(told.find()).isTrue();
                assertThat(nowMillis - readAtMillis)
                        .isLessThan(BOUND)
                        .isLessThanOrEqualTo(Long.parseLong(told.group(1)));
                assertThat(readAtMillis).isGreaterThanOrEqualTo(writtenAtMillis);
                answer.fill().ifPresent(fill -> respond(fill, step));
            } else if (found instanceof Found.Nothing nothing) {
                respond(nothing.fill(), step);
            }
        }
    }

    /** The body says when the data was true: when the question was sent, less its staleness. */
    private void respond(Fill fill, int step) {
        long staleness = step % 3 * 500L;
        long readAtMillis = nowMillis - staleness;
        nowMillis += step % 5 * 100L;
        if (step % 11 == 0) {
            fill.abandon();
        } else {
            answer(fill, staleness, Long.toString(readAtMillis));
        }
    }

    @Test
    void tagsAreComparedWeakly() {
        answer(ask(ONE), 0, "x");
        assertThat(kept(ONE).isKnownTo(List.of("\"4\", W/\"5\""))).isTrue();
        assertThat(kept(ONE).isKnownTo(List.of("*"))).isTrue();
        assertThat(kept(ONE).isKnownTo(List.of("\"4\"", "\"55\""))).isFalse();
        assertThat(kept(ONE).isKnownTo(List.of())).isFalse();
        assertThat(EdgeCache.SETTLING).isLessThan(Duration.ofMillis(BOUND));
    }
}

package dev.cellmesh.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.load.client.PreparedRequest;
import dev.cellmesh.load.client.Reception;
import dev.cellmesh.load.client.Reception.Answered;
import dev.cellmesh.load.client.Reception.CutOff;
import dev.cellmesh.load.client.Reception.NotSent;
import dev.cellmesh.load.client.Reception.TimedOut;
import dev.cellmesh.load.client.Reception.Why;
import dev.cellmesh.load.scenario.Scenario.Retry;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryRuleTest {
    private static final Duration BACKOFF = Duration.ofMillis(100);
    private static final Duration BACKOFF_MAX = Duration.ofMillis(1500);
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static RetryRule rule(int attempts, boolean honour, long seed) {
        return new RetryRule(
                new Retry(attempts, BACKOFF, BACKOFF_MAX, honour),
                InstantSource.fixed(NOW),
                new SplittableRandom(seed));
    }

    private static PreparedRequest request(HttpMethod method, boolean key) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        if (key) {
            headers.add("idempotency-key", "k");
        }
        return new PreparedRequest(method, URI.create("http://a"), "/", headers, Buffer.buffer());
    }

    private static Reception answered(int status, String retryAfter) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        if (retryAfter != null) {
            headers.add("Retry-After", retryAfter);
        }
        return new Answered(0, 1, status, headers, Buffer.buffer());
    }

    private static boolean retries(PreparedRequest request, Reception reception) {
        return rule(2, true, 1).waitNanos(request, reception, 1).isPresent();
    }

    @Test
    void onlyWhatAsksForItIsSentAgain() {
        PreparedRequest write = request(HttpMethod.POST, true);
        assertThat(retries(write, answered(200, null))).isFalse();
        assertThat(retries(write, answered(404, "1"))).isFalse();
        assertThat(retries(write, answered(500, "1"))).isFalse();
        assertThat(retries(write, answered(409, null))).isFalse();
        assertThat(retries(write, answered(409, "0"))).isTrue();
        assertThat(retries(write, answered(429, null))).isTrue();
        assertThat(retries(write, answered(503, null))).isTrue();
        assertThat(retries(write, answered(504, null))).isTrue();
        assertThat(retries(write, new TimedOut(0, 1))).isTrue();
        assertThat(retries(write, new CutOff(0, 1, ""))).isTrue();
        assertThat(retries(write, new NotSent(0, 1, Why.UNREACHABLE, ""))).isTrue();
        assertThat(retries(write, new NotSent(0, 1, Why.OWN_LIMIT, ""))).isFalse();
        assertThat(retries(write, new NotSent(0, 1, Why.STOPPED, ""))).isFalse();
    }

    @Test
    void anUnknownWriteIsSentAgainOnlyUnderAKey() {
        assertThat(retries(request(HttpMethod.POST, false), new TimedOut(0, 1))).isFalse();
        assertThat(retries(request(HttpMethod.POST, true), new TimedOut(0, 1))).isTrue();
        assertThat(retries(request(HttpMethod.GET, false), new TimedOut(0, 1))).isTrue();
    }

    @Test
    void attemptsAreCounted() {
        PreparedRequest read = request(HttpMethod.GET, false);
        assertThat(rule(3, true, 1).waitNanos(read, answered(503, null), 2)).isPresent();
        assertThat(rule(3, true, 1).waitNanos(read, answered(503, null), 3)).isEmpty();
        assertThat(rule(1, true, 1).waitNanos(read, answered(503, null), 1)).isEmpty();
    }

    @Property
    void theWaitGrowsUpToItsLimit(@ForAll @IntRange(min = 1, max = 99) int sendings, @ForAll long seed) {
        long most =
                Math.min(BACKOFF_MAX.toNanos(), (long) (BACKOFF.toNanos() * Math.pow(2, Math.min(sendings - 1, 20))));
        OptionalLong wait =
                rule(100, true, seed).waitNanos(request(HttpMethod.GET, false), answered(503, null), sendings);
        assertThat(wait.orElseThrow()).isBetween(0L, most);
    }

    @ParameterizedTest
    @CsvSource({
        "2,2000",
        "' 2 ',2000",
        "0,0",
        "'Sat, 21 Nov 2026 12:00:03 GMT',3000",
        "'Sat, 21 Nov 2026 11:00:00 GMT',0",
        "soon,0",
        "-1,0"
    })
    void theServersWordIsKept(String retryAfter, long leastMillis) {
        long wait = rule(2, true, 1)
                .waitNanos(request(HttpMethod.GET, false), answered(503, retryAfter), 1)
                .orElseThrow();
        assertThat(wait - Duration.ofMillis(leastMillis).toNanos()).isBetween(0L, BACKOFF.toNanos());
        long ignored = rule(2, false, 1)
                .waitNanos(request(HttpMethod.GET, false), answered(503, retryAfter), 1)
                .orElseThrow();
        assertThat(ignored).isLessThanOrEqualTo(BACKOFF.toNanos());
    }

    @ParameterizedTest
    @CsvSource({"31", "99999999999999999999", "'Sun, 21 Nov 2027 12:00:00 GMT'"})
    void nobodyWaitsForEver(String retryAfter) {
        assertThat(rule(2, true, 1).waitNanos(request(HttpMethod.GET, false), answered(503, retryAfter), 1))
                .isEmpty();
    }
}

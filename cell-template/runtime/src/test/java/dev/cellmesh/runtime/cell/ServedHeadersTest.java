package dev.cellmesh.runtime.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.Position.WalPosition;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.consistency.Seen;
import dev.cellmesh.model.consistency.Served;
import dev.cellmesh.model.merge.HybridTimestamp;
import dev.cellmesh.model.profile.ConflictRule;
import dev.cellmesh.model.profile.Level;
import dev.cellmesh.model.profile.ReadProfile;
import dev.cellmesh.model.profile.Residence;
import dev.cellmesh.runtime.token.WriteTokenCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An answer from several rings says what holds for all of them. */
class ServedHeadersTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final Region US = new Region("us-east1");
    private static final Region ASIA = new Region("asia-southeast1");
    private static final RingId US_RING = RingId.of(US);
    private static final RingId ASIA_RING = RingId.of(ASIA);
    private static final Instant NOW = Instant.parse("2026-11-01T05:06:07Z");
    private static final ReadLevel MINUTE = new ReadLevel.Bounded(Duration.ofSeconds(60));

    private final WriteTokenCodec tokens = new WriteTokenCodec("secret");
    private final ServedHeaders headers = new ServedHeaders(tokens);

    private static Served strong() {
        return new Served(ReadLevel.STRONG, US, Optional.of(Duration.ZERO), Optional.of(at(US_RING, 7)));
    }

    private static Served eventual(Region region, Duration staleness) {
        return new Served(ReadLevel.EVENTUAL, region, Optional.ofNullable(staleness), Optional.empty());
    }

    private static Served bounded(Duration staleness) {
        return new Served(MINUTE, ASIA, Optional.ofNullable(staleness), Optional.empty());
    }

    private static WalPosition at(RingId ring, long lsn) {
        return new WalPosition(ring, 1, lsn);
    }

    private Map<String, String> of(Seen seen, Served... served) {
        return headers.of(ACME, seen, List.of(served), NOW);
    }

    private Seen token(Map<String, String> of) {
        return tokens.decode(ACME, of.get("X-Write-Timestamp")).orElseThrow();
    }

    @Test
    void aStrongAnswerIsNotStale() {
        Map<String, String> said = of(Seen.NOTHING, strong());
        assertThat(said)
                .containsEntry("X-Consistency-Level", "strong")
                .containsEntry("X-Data-Region", "us-east1")
                .containsEntry("X-Data-Stale", "false")
                .doesNotContainKey("X-Stale-After");
        assertThat(token(said)).isEqualTo(Seen.of(at(US_RING, 7)));
    }

    @Test
    void ofSeveralRingsTheWeakestLevelAndTheOldestRowsCount() {
        Map<String, String> said =
                of(Seen.NOTHING, strong(), eventual(ASIA, Duration.ofMillis(40)), bounded(Duration.ofMillis(900)));
        assertThat(said)
                .containsEntry("X-Consistency-Level", "eventual; staleness=900ms")
                .containsEntry("X-Data-Region", "asia-southeast1, us-east1")
                .containsEntry("X-Data-Stale", "true")
                .doesNotContainKey("X-Stale-After");
    }

    @Test
    void whereOneRingCannotTellItsAgeNobodyCan() {
        assertThat(of(Seen.NOTHING, strong(), eventual(ASIA, null)))
                .containsEntry("X-Consistency-Level", "eventual")
                .containsEntry("X-Data-Stale", "true");
    }

    @Test
    void levelsAreOrderedByWhatTheyPromise() {
        List<ReadLevel> ascending = List.of(
                ReadLevel.EVENTUAL,
                MINUTE,
                new ReadLevel.Session(at(US_RING, 1)),
                new ReadLevel.Causal(Optional.empty()),
                ReadLevel.GLOBAL,
                ReadLevel.STRONG);
        for (int weaker = 0; weaker < ascending.size(); weaker++) {
            for (int stronger = weaker; stronger < ascending.size(); stronger++) {
                Served one = new Served(ascending.get(weaker), US, Optional.of(Duration.ZERO), Optional.empty());
                Served other = new Served(ascending.get(stronger), US, Optional.of(Duration.ZERO), Optional.empty());
                assertThat(of(Seen.NOTHING, other, one).get("X-Consistency-Level"))
                        .startsWith(ascending.get(weaker).wireName());
            }
        }
    }

    @Test
    void aBoundedAnswerHoldsUntilItsBoundIsReached() {
        assertThat(of(Seen.NOTHING, bounded(Duration.ofSeconds(20))))
                .containsEntry("X-Consistency-Level", "bounded; max-staleness=60000ms; staleness=20000ms")
                .containsEntry("X-Data-Stale", "true")
                .containsEntry("X-Stale-After", "2026-11-01T05:06:47Z");
        assertThat(of(Seen.NOTHING, bounded(Duration.ZERO)))
                .containsEntry("X-Consistency-Level", "bounded; max-staleness=60000ms")
                .containsEntry("X-Data-Stale", "false")
                .containsEntry("X-Stale-After", "2026-11-01T05:07:07Z");
        assertThat(of(Seen.NOTHING, bounded(null))).doesNotContainKey("X-Stale-After");
    }

    @Test
    void theTokenCoversWhatWasSeenBeforeAndNow() {
        Seen before =
                new Seen(Map.of(US_RING, at(US_RING, 9), ASIA_RING, at(ASIA_RING, 3))).at(new HybridTimestamp(5, 0));
        Served asia = new Served(ReadLevel.EVENTUAL, ASIA, Optional.empty(), Optional.of(at(ASIA_RING, 4)));
        Seen after = token(of(before, strong(), asia));
        assertThat(after.positions()).isEqualTo(Map.of(US_RING, at(US_RING, 9), ASIA_RING, at(ASIA_RING, 4)));
        assertThat(after.clock()).isEqualTo(new HybridTimestamp(5, 0));
    }

    @Test
    void whoSawNothingThatHasAPositionGetsNoToken() {
        assertThat(of(Seen.NOTHING, eventual(US, Duration.ZERO))).doesNotContainKey("X-Write-Timestamp");
    }

    @Test
    void aSessionIsKeptWhereTheClientHasSeenNothing() {
        Served own = new Served(
                new ReadLevel.Session(at(US_RING, 1)), US, Optional.of(Duration.ofMillis(5)), Optional.empty());
        Seen seen = Seen.of(at(US_RING, 1));
        assertThat(headers.ofSession(ACME, seen, List.of(own, eventual(ASIA, Duration.ofMillis(40))), NOW))
                .containsEntry("X-Consistency-Level", "session; staleness=40ms");
        assertThat(headers.ofSession(ACME, seen, List.of(strong(), eventual(ASIA, null)), NOW))
                .containsEntry("X-Consistency-Level", "session");
        assertThat(headers.ofSession(ACME, seen, List.of(strong()), NOW))
                .containsEntry("X-Consistency-Level", "strong");
    }

    private static Optional<String> kept(ReadProfile profile, Served... served) {
        return Optional.ofNullable(ServedHeaders.caching(profile, Optional.empty(), List.of(served))
                .get("Cache-Control"));
    }

    private static String keptWhenAsked(Level asked) {
        ReadProfile product = ReadProfile.of(
                        "product", Residence.HOME, ConflictRule.VERSION, Level.bounded(Duration.ofSeconds(60)))
                .cacheableFor(Duration.ofSeconds(30));
        Map<String, String> caching =
                ServedHeaders.caching(product, Optional.of(asked), List.of(bounded(Duration.ZERO)));
        assertThat(caching).containsEntry("Vary", "Authorization, X-Consistency-Level, X-Last-Write-Timestamp");
        return caching.get("Cache-Control");
    }

    @Test
    void whatIsKeptDoesNotAnswerRequestsForMore() {
        assertThat(keptWhenAsked(Level.STRONG)).isEqualTo("private, no-cache");
        assertThat(keptWhenAsked(Level.CAUSAL)).isEqualTo("private, no-cache");
        assertThat(keptWhenAsked(Level.bounded(Duration.ofSeconds(2)))).isEqualTo("private, max-age=2");
        assertThat(keptWhenAsked(Level.bounded(Duration.ofSeconds(90)))).isEqualTo("private, max-age=30");
        assertThat(keptWhenAsked(Level.EVENTUAL)).isEqualTo("private, max-age=30");
    }

    @Test
    void anAnswerIsKeptOnlyAsLongAsItIsSurelyWithinItsBound() {
        ReadProfile product = ReadProfile.of(
                        "product", Residence.HOME, ConflictRule.VERSION, Level.bounded(Duration.ofSeconds(60)))
                .cacheableFor(Duration.ofSeconds(30));
        assertThat(kept(product, bounded(Duration.ZERO))).contains("private, max-age=30");
        assertThat(kept(product, bounded(Duration.ofMillis(45_500)))).contains("private, max-age=14");
        assertThat(kept(product, bounded(Duration.ofSeconds(61)))).contains("private, max-age=0");
        assertThat(kept(product, bounded(null))).contains("private, max-age=0");
        assertThat(kept(product, bounded(Duration.ZERO), eventual(US, Duration.ofSeconds(50))))
                .contains("private, max-age=10");
        ReadProfile account = ReadProfile.of("account", Residence.HOME, ConflictRule.VERSION, Level.STRONG);
        assertThat(kept(account, strong())).isEmpty();
    }
}

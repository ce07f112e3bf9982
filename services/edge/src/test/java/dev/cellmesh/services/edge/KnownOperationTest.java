package dev.cellmesh.services.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.profile.ConflictRule;
import dev.cellmesh.model.profile.Level;
import dev.cellmesh.model.profile.Precondition;
import dev.cellmesh.model.profile.Profile;
import dev.cellmesh.model.profile.ReadProfile;
import dev.cellmesh.model.profile.Residence;
import dev.cellmesh.model.profile.WriteProfile;
import dev.cellmesh.runtime.consistency.PublishedProfile;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a request goes follows from what the cells publish, read as the edge reads it. */
class KnownOperationTest {
    private static KnownOperation published(Profile profile) {
        JsonObject json = new PublishedProfile("s", "o", "GET", "/v1/tenants/{tenant}/x", profile).toJson();
        return KnownOperation.of(new JsonObject(json.toBuffer())).orElseThrow();
    }

    private static KnownOperation write(Residence residence) {
        return published(
                new WriteProfile("x", residence, ConflictRule.VERSION, Durability.QUORUM, Precondition.IGNORED));
    }

    private static KnownOperation read(Residence residence, Level level, Level weakest) {
        return published(
                ReadProfile.of("x", residence, ConflictRule.VERSION, level).weakenedTo(weakest));
    }

    private static MultiMap asking(String... headers) {
        MultiMap all = MultiMap.caseInsensitiveMultiMap();
        for (String header : headers) {
            all.add(header.split(": ")[0], header.split(": ")[1]);
        }
        return all;
    }

    @Test
    void writesGoWhereTheirRowsAre() {
        assertThat(write(Residence.HOME).reach(asking())).isEqualTo(Reach.HOME);
        assertThat(write(Residence.GLOBAL).reach(asking())).isEqualTo(Reach.NEAR);
        assertThat(write(Residence.EVERY_REGION).reach(asking())).isEqualTo(Reach.HERE);
    }

    @Test
    void whatAWriteAsksAsALevelIsNoMatter() {
        assertThat(write(Residence.HOME).reach(asking("X-Consistency-Level: eventual")))
                .isEqualTo(Reach.HOME);
    }

    @Test
    void rowsThatAreEverywhereAreReadNear() {
        assertThat(read(Residence.GLOBAL, Level.GLOBAL, Level.GLOBAL).reach(asking()))
                .isEqualTo(Reach.NEAR);
        assertThat(read(Residence.GLOBAL, Level.GLOBAL, Level.GLOBAL).reach(asking("X-Consistency-Level: strong")))
                .isEqualTo(Reach.NEAR);
        assertThat(read(Residence.EVERY_REGION, Level.STRONG, Level.STRONG).reach(asking()))
                .isEqualTo(Reach.NEAR);
    }

    @ParameterizedTest
    @CsvSource({
        "strong,  strong,  '',       HOME",
        "strong,  strong,  eventual, HOME",
        "strong,  bounded, '',       HOME",
        "strong,  bounded, eventual, NEAR",
        "strong,  bounded, strong,   HOME",
        "causal,  session, '',       NEAR",
        "session, session, strong,   HOME",
        "session, session, session,  HOME",
        "session, session, causal,   NEAR",
        "bounded, bounded, '',       NEAR",
        "bounded, bounded, 'bounded; max-staleness=1s', NEAR",
        "bounded, bounded, ' strong ', HOME",
        "eventual, eventual, '',     NEAR",
        "eventual, eventual, what?,  NEAR"
    })
    void strongReadsOfHomeRowsGoHome(String level, String weakest, String asked, Reach reach) {
        KnownOperation read = read(Residence.HOME, level(level), level(weakest));
        assertThat(read.reach(asked.isEmpty() ? asking() : asking("X-Consistency-Level: " + asked)))
                .isEqualTo(reach);
    }

    private static Level level(String name) {
        return switch (name) {
            case "strong" -> Level.STRONG;
            case "causal" -> Level.CAUSAL;
            case "session" -> Level.SESSION;
            case "bounded" -> Level.bounded(Duration.ofSeconds(60));
            default -> Level.EVENTUAL;
        };
    }

    @Test
    void aSessionThatIsKnownIsServedNear() {
        assertThat(read(Residence.HOME, Level.SESSION, Level.SESSION)
                        .reach(asking("X-Consistency-Level: session", "X-Last-Write-Timestamp: 2.a.b")))
                .isEqualTo(Reach.NEAR);
    }

    @Test
    void wordsOfALaterVersionArePassedOver() {
        JsonObject json = new PublishedProfile(
                        "s",
                        "o",
                        "GET",
                        "/v1/x",
                        ReadProfile.of("x", Residence.HOME, ConflictRule.VERSION, Level.STRONG))
                .toJson();
        assertThat(KnownOperation.of(json.copy().put("residence", "moon"))).isEmpty();
        assertThat(KnownOperation.of(json.copy().put("kind", "stream"))).isEmpty();
        assertThat(KnownOperation.of(json.copy().put("colour", "blue"))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"operation", "method", "path", "kind", "residence", "level", "weakest"})
    void withoutOneOfItsWordsItIsNoOperation(String field) {
        JsonObject json = new PublishedProfile(
                        "s",
                        "o",
                        "GET",
                        "/v1/x",
                        ReadProfile.of("x", Residence.HOME, ConflictRule.VERSION, Level.STRONG))
                .toJson();
        json.remove(field);
        assertThatIllegalArgumentException().isThrownBy(() -> KnownOperation.of(json));
    }
}

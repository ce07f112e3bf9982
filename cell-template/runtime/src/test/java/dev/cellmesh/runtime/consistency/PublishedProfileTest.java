package dev.cellmesh.runtime.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.profile.ConflictRule;
import dev.cellmesh.model.profile.Level;
import dev.cellmesh.model.profile.Precondition;
import dev.cellmesh.model.profile.Profile;
import dev.cellmesh.model.profile.ReadProfile;
import dev.cellmesh.model.profile.Residence;
import dev.cellmesh.model.profile.WriteProfile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PublishedProfileTest {
    private static final Level MINUTE = Level.bounded(Duration.ofSeconds(60));

    private static PublishedProfile published(String service, String method, String path, Profile profile) {
        return new PublishedProfile(service, "op", method, path, profile);
    }

    private static ReadProfile read(Level level) {
        Residence residence = level instanceof Level.Global ? Residence.GLOBAL : Residence.HOME;
        return ReadProfile.of("thing", residence, ConflictRule.VERSION, level);
    }

    @Test
    void aReadSaysAllThatItPromises() {
        ReadProfile read = read(Level.STRONG).weakenedTo(MINUTE).servingOlder().cacheableFor(Duration.ofSeconds(30));
        assertThat(published("catalog", "GET", "/v1/x", read).toJson())
                .isEqualTo(new JsonObject()
                        .put("service", "catalog")
                        .put("operation", "op")
                        .put("method", "GET")
                        .put("path", "/v1/x")
                        .put("entity", "thing")
                        .put("kind", "read")
                        .put("residence", "home")
                        .put("level", "strong")
                        .put("weakest", "bounded; max-staleness=60000ms")
                        .put(
                                "mayAsk",
                                new JsonArray(List.of("strong", "causal", "session", "bounded; max-staleness=60000ms")))
                        .put("whenUnreachable", "serve-older")
                        .put("maxStalenessMillis", 60_000L)
                        .put("cacheableSeconds", 30L)
                        .put("conflicts", "version")
                        .put("conflictsMeaning", "the second one is refused"));
    }

    @Test
    void aWriteSaysAllThatItPromises() {
        WriteProfile write = new WriteProfile(
                "tags",
                Residence.EVERY_REGION,
                ConflictRule.OBSERVED_REMOVE_SET,
                Durability.LOCAL,
                Precondition.OPTIONAL);
        JsonObject json = published("profiles", "POST", "/v1/x", write).toJson();
        assertThat(json.getString("kind")).isEqualTo("write");
        assertThat(json.getString("residence")).isEqualTo("every-region");
        assertThat(json.getString("durability")).isEqualTo("local");
        assertThat(json.getString("precondition")).isEqualTo("optional");
        assertThat(json.fieldNames()).doesNotContain("level", "weakest", "mayAsk", "whenUnreachable");
    }

    @Test
    void whatMayBeAskedIsNeverWeakerThanTheWeakest() {
        assertThat(PublishedProfile.mayAsk(read(Level.STRONG))).containsExactly("strong");
        assertThat(PublishedProfile.mayAsk(read(Level.GLOBAL))).containsExactly("strong");
        assertThat(PublishedProfile.mayAsk(read(Level.CAUSAL))).containsExactly("strong", "causal");
        assertThat(PublishedProfile.mayAsk(read(Level.SESSION))).containsExactly("strong", "causal", "session");
        assertThat(PublishedProfile.mayAsk(read(Level.EVENTUAL)))
                .containsExactly("strong", "causal", "session", "bounded", "eventual");
    }

    @Test
    void theOrderOfDeclarationsMakesNoDifference() {
        List<PublishedProfile> all = new ArrayList<>();
        for (String service : List.of("b", "a")) {
            for (String path : List.of("/v1/y", "/v1/x")) {
                for (String method : List.of("POST", "GET")) {
                    all.add(published(service, method, path, read(Level.STRONG)));
                }
            }
        }
        ProfilesDocument document = new PublishedProfiles(all).document();
        Collections.shuffle(all, new Random(3));
        assertThat(new PublishedProfiles(all).document()).isEqualTo(document);
        JsonObject first = new JsonObject(document.body()).getJsonArray("data").getJsonObject(0);
        assertThat(first.getString("service") + first.getString("path") + first.getString("method"))
                .isEqualTo("a/v1/xGET");
    }

    @Test
    void whoHasTheDocumentHearsOnlyThat() {
        ProfilesDocument document =
                new PublishedProfiles(List.of(published("a", "GET", "/v1/x", read(Level.STRONG)))).document();
        assertThat(document.reply(null).status()).isEqualTo(200);
        assertThat(document.reply("\"another\"").status()).isEqualTo(200);
        assertThat(document.reply("").status()).isEqualTo(200);
        for (String tag : List.of(document.etag(), "W/" + document.etag(), "*", "\"x\", " + document.etag())) {
            assertThat(document.reply(tag).status()).as(tag).isEqualTo(304);
            assertThat(document.reply(tag).body().length()).isZero();
        }
    }
}

package dev.cellmesh.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.merge.HybridTimestamp;
import dev.cellmesh.model.merge.Siblings;
import dev.cellmesh.model.merge.VersionVector;
import dev.cellmesh.model.merge.Versioned;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Do versions come back from a row as they were stored? */
class SiblingsJsonTest {
    private static final Region US = new Region("us-east1");
    private static final Region EU = new Region("europe-west1");
    private static final Region ASIA = new Region("asia-southeast1");
    private static final Siblings<Revision<JsonObject>> TWO = new Siblings<>(List.of(
            new Versioned<>(
                    new VersionVector(Map.of(US, 3L, EU, 1L)),
                    new Revision<>(new JsonObject().put("title", "a"), new HybridTimestamp(1_000, 2), US)),
            new Versioned<>(
                    new VersionVector(Map.of(US, 2L, EU, 2L)),
                    new Revision<>(new JsonObject().put("title", "b"), new HybridTimestamp(2_000, 0), EU))));

    @Test
    void theFormIsTheOneThatOthersReadAndWrite() {
        assertThat(SiblingsJson.encode(TWO, UnaryOperator.identity())).isEqualTo(new JsonObject("""
                        {"siblings": [
                          {"vector": "europe-west1:1,us-east1:3", "value": {"title": "a"},
                           "writtenAt": "0000000003e80002", "region": "us-east1"},
                          {"vector": "europe-west1:2,us-east1:2", "value": {"title": "b"},
                           "writtenAt": "0000000007d00000", "region": "europe-west1"}]}"""));
    }

    @Test
    void theEntityKeepsConcurrentVersionsAndKnowsTheLatestTime() {
        RegionalEntity<Siblings<Revision<JsonObject>>> entity =
                SiblingsJson.entity("thing", UnaryOperator.identity(), SiblingsJson::sorted);
        Siblings<Revision<JsonObject>> first =
                new Siblings<>(List.of(TWO.versions().getFirst()));
        Siblings<Revision<JsonObject>> second =
                new Siblings<>(List.of(TWO.versions().getLast()));
        Siblings<Revision<JsonObject>> merged = entity.merge().apply(first, second);
        assertThat(merged).isEqualTo(TWO);
        assertThat(merged.isConflict()).isTrue();
        assertThat(entity.latest().apply(merged)).contains(new HybridTimestamp(2_000, 0));
        assertThat(entity.latest().apply(entity.empty())).isEmpty();
    }

    @Test
    void aVersionThatKnowsAllEndsTheConflict() {
        Revision<JsonObject> decision =
                new Revision<>(new JsonObject().put("title", "ab"), new HybridTimestamp(3_000, 0), US);
        Siblings<Revision<JsonObject>> resolved = new Siblings<>(List.of(TWO.resolve(US, decision)));
        assertThat(TWO.merge(resolved)).isEqualTo(resolved);
        assertThat(resolved.versions().getFirst().vector()).isEqualTo(new VersionVector(Map.of(US, 4L, EU, 2L)));
    }

    @Test
    void theOrderOfMembersDoesNotTellVersionsApart() {
        JsonObject one =
                new JsonObject("{\"siblings\":[{\"vector\":\"us-east1:1\",\"value\":{\"b\":[{\"d\":1,\"c\":2}],"
                        + "\"a\":{\"f\":1,\"e\":null}},\"writtenAt\":\"0000000003e80002\",\"region\":\"us-east1\"}]}");
        JsonObject other =
                new JsonObject("{\"siblings\":[{\"region\":\"us-east1\",\"writtenAt\":\"0000000003e80002\",\"value\":"
                        + "{\"a\":{\"e\":null,\"f\":1},\"b\":[{\"c\":2,\"d\":1}]},\"vector\":\"us-east1:1\"}]}");
        Siblings<Revision<JsonObject>> merged =
                SiblingsJson.decode(one, SiblingsJson::sorted).merge(SiblingsJson.decode(other, SiblingsJson::sorted));
        assertThat(merged.isConflict()).isFalse();
        assertThat(SiblingsJson.decode(one, SiblingsJson::sorted).toString())
                .isEqualTo(SiblingsJson.decode(other, SiblingsJson::sorted).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"siblings\":1}",
                "{\"siblings\":[1]}",
                "{\"siblings\":[{}]}",
                "{\"siblings\":[{\"vector\":\"x\",\"value\":{},\"writtenAt\":\"0000000003e80002\",\"region\":\"us-east1\"}]}",
                "{\"siblings\":[{\"vector\":\"us-east1:1\",\"value\":1,\"writtenAt\":\"0000000003e80002\",\"region\":\"us-east1\"}]}",
                "{\"siblings\":[{\"vector\":\"us-east1:1\",\"value\":{},\"writtenAt\":\"3e8\",\"region\":\"us-east1\"}]}",
                "{\"siblings\":[{\"vector\":\"us-east1:1\",\"value\":{},\"writtenAt\":\"0000000003e80002\",\"region\":\"-\"}]}",
                "{\"siblings\":[{\"vector\":\"us-east1:1\",\"value\":{},\"writtenAt\":\"0000000003e80002\"}]}"
            })
    void anythingElseIsRefused(String state) {
        assertThatThrownBy(() -> SiblingsJson.decode(new JsonObject(state), SiblingsJson::sorted))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void whatIsStoredComesBack(@ForAll("siblings") Siblings<Revision<JsonObject>> siblings) {
        JsonObject stored = new JsonObject(
                SiblingsJson.encode(siblings, UnaryOperator.identity()).encode());
        assertThat(SiblingsJson.decode(stored, SiblingsJson::sorted)).isEqualTo(siblings);
    }

    @Provide
    Arbitrary<Siblings<Revision<JsonObject>>> siblings() {
        Arbitrary<Region> regions = Arbitraries.of(US, EU, ASIA);
        Arbitrary<VersionVector> vectors = Arbitraries.maps(
                        regions, Arbitraries.longs().between(1, 4))
                .ofMaxSize(3)
                .map(VersionVector::new);
        Arbitrary<Revision<JsonObject>> revisions = Combinators.combine(
                        Arbitraries.strings().all().ofMaxLength(8),
                        Arbitraries.longs().between(0, 1_000_000),
                        regions)
                .as((text, millis, region) -> new Revision<>(
                        new JsonObject().put("array", new JsonArray().add(text)).put("text", text),
                        new HybridTimestamp(millis, 0),
                        region));
        return Combinators.combine(vectors, revisions)
                .as(Versioned::new)
                .list()
                .ofMaxSize(4)
                .map(Siblings::new);
    }
}

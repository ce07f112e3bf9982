package dev.cellmesh.services.collab;

import static dev.cellmesh.services.collab.Collab.assertProblem;
import static dev.cellmesh.services.collab.Collab.data;
import static dev.cellmesh.testkit.cell.ThreeRegions.ALL;
import static dev.cellmesh.testkit.cell.ThreeRegions.ASIA;
import static dev.cellmesh.testkit.cell.ThreeRegions.EU;
import static dev.cellmesh.testkit.cell.ThreeRegions.US;
import static dev.cellmesh.testkit.cell.ThreeRegions.json;
import static dev.cellmesh.testkit.cell.ThreeRegions.newKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.problem.ProblemType;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Does every reaction count once, wherever it was given? */
class ReactionsIT {
    private static final int CONCURRENT = 16;
    private static final int EACH = 10;

    private static Collab collab;

    @BeforeAll
    static void start() throws Exception {
        collab = new Collab();
    }

    @AfterAll
    static void stop() throws Exception {
        collab.close();
    }

    private static String newDocument() {
        return "/documents/" + UUID.randomUUID() + "/reactions";
    }

    private static HttpResponse<String> react(Region region, String path, String kind, int delta, String key)
            throws Exception {
        JsonObject reaction = new JsonObject().put("kind", kind).put("delta", delta);
        return collab.mesh().write("POST", region, path, reaction, key, Optional.empty());
    }

    private static Map<String, Integer> counts(Region region, String path) throws Exception {
        Map<String, Integer> counts = new TreeMap<>();
        data(collab.mesh().get(region, path)).getJsonArray("counts").forEach(each -> {
            JsonObject count = (JsonObject) each;
            counts.put(count.getString("kind"), count.getInteger("count"));
        });
        return counts;
    }

    @Test
    void thoseOfAllRegionsAddUp() throws Exception {
        String path = newDocument();
        assertThat(counts(US, path)).isEmpty();
        for (Region region : ALL) {
            assertThat(react(region, path, "thumbs-up", 1, newKey()).statusCode())
                    .isEqualTo(200);
        }
        react(US, path, "thumbs-up", 1, newKey());
        react(EU, path, "thumbs-up", -1, newKey());
        react(ASIA, path, "heart", -1, newKey());
        for (Region region : ALL) {
            assertThat(counts(region, path)).isEqualTo(Map.of("thumbs-up", 3, "heart", -1));
        }
    }

    @Test
    void aRepeatedOneCountsOnceWhereverItIsRepeated() throws Exception {
        String path = newDocument();
        String key = newKey();
        HttpResponse<String> first = react(US, path, "heart", 1, key);
        for (Region region : ALL) {
            HttpResponse<String> again = react(region, path, "heart", 1, key);
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
        }
        assertProblem(react(EU, path, "heart", -1, key), ProblemType.IDEMPOTENCY_KEY_REUSED);
        assertThat(counts(EU, path)).isEqualTo(Map.of("heart", 1));
    }

    @Test
    void thoseGivenAtOnceInOneRegionAllCount() throws Exception {
        String path = newDocument();
        List<Callable<Integer>> clients = new ArrayList<>();
        for (int client = 0; client < CONCURRENT; client++) {
            clients.add(() -> {
                int accepted = 0;
                for (int i = 0; i < EACH; i++) {
                    accepted += react(US, path, "star", 1, newKey()).statusCode() == 200 ? 1 : 0;
                }
                return accepted;
            });
        }
        int accepted = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(CONCURRENT)) {
            for (Future<Integer> each : threads.invokeAll(clients)) {
                accepted += each.get();
            }
        }
        assertThat(accepted).isEqualTo(CONCURRENT * EACH);
        assertThat(counts(US, path)).isEqualTo(Map.of("star", accepted));
    }

    @Test
    void aDocumentHasSoManyKindsAndNoMore() throws Exception {
        String path = newDocument();
        for (int i = 0; i < Reactions.KINDS_MAX; i++) {
            assertThat(react(US, path, "kind-" + i, 1, newKey()).statusCode()).isEqualTo(200);
        }
        String key = newKey();
        HttpResponse<String> refused = react(US, path, "one-more", 1, key);
        assertProblem(refused, ProblemType.LIMIT_REACHED);
        assertThat(json(refused).getString("what")).isEqualTo("kinds");
        assertThat(json(refused).getInteger("limit")).isEqualTo(Reactions.KINDS_MAX);
        assertThat(react(US, path, "one-more", 1, key).body()).isEqualTo(refused.body());
        assertThat(react(US, path, "kind-0", 1, newKey()).statusCode()).isEqualTo(200);
        assertThat(counts(US, path)).hasSize(Reactions.KINDS_MAX).containsEntry("kind-0", 2);
    }
}

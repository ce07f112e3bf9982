package dev.cellmesh.services.controlplane;

import static dev.cellmesh.services.controlplane.HomeRings.ASIA;
import static dev.cellmesh.services.controlplane.HomeRings.EU;
import static dev.cellmesh.services.controlplane.HomeRings.US;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.merge.Siblings;
import dev.cellmesh.model.merge.VersionVector;
import dev.cellmesh.runtime.conflict.Conflict;
import dev.cellmesh.runtime.service.Revision;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does a choice come true once, wholly, and only for what was looked at? */
class ConflictResolutionIT {
    private static final String CONFLICTS = "/v1/admin/conflicts";
    private static final Instant FOUND = Instant.parse("2026-11-21T11:00:00Z");
    private static final JsonObject CHOOSE_EU = new JsonObject().put("choose", "europe-west1:1");
    private static final JsonObject MERGED =
            new JsonObject().put("merged", HomeRings.value("of both").put("tags", new JsonArray()));

    private static GlobalRing global;
    private static HomeRings homes;

    @TempDir
    Path stateFolder;

    private final Conflict conflict = HomeRings.conflict("acme", "d1", US, EU);
    private RunningControlPlane plane;
    private UUID id;

    @BeforeAll
    static void startRings() throws Exception {
        global = GlobalRing.start();
        homes = new HomeRings();
    }

    @AfterAll
    static void stopRings() throws Exception {
        homes.close();
        global.close();
    }

    @BeforeEach
    void start() throws Exception {
        global.reset();
        homes.reset();
        plane = RunningControlPlane.start(homes.with(global.config()), stateFolder);
        id = homes.file(US, conflict, FOUND);
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    @Test
    void theChosenVersionReplacesAllOthers() throws Exception {
        HttpResponse<String> resolved = resolve("k1", CHOOSE_EU, 1);
        assertThat(resolved.statusCode()).as(resolved.body()).isEqualTo(200);
        assertThat(resolved.headers().firstValue("ETag")).hasValue("\"2\"");
        JsonObject data = new JsonObject(resolved.body()).getJsonObject("data");
        assertThat(data.getString("status")).isEqualTo("resolved");
        assertThat(data.getString("resolvedBy")).isEqualTo("ada");
        assertThat(data.getJsonObject("resolution"))
                .isEqualTo(new JsonObject().put("choose", "europe-west1:1").put("vector", "europe-west1:1,us-east1:2"));

        Siblings<Revision<JsonObject>> now = homes.merged(conflict.entity());
        assertThat(now.versions()).hasSize(1);
        assertThat(now.versions().getFirst().value().value()).isEqualTo(HomeRings.value("from europe-west1"));
        assertThat(now.mergedVector()).isEqualTo(new VersionVector(Map.of(US, 2L, EU, 1L)));
        assertThat(plane.get(CONFLICTS + "/" + id).body()).isEqualTo(resolved.body());
        assertThat(homes.column("SELECT event_type FROM outbox")).containsExactly("conflict-resolved");
    }

    @Test
    void aMergedValueReplacesAllVersions() throws Exception {
        assertThat(resolve("k1", MERGED, 1).statusCode()).isEqualTo(200);
        Siblings<Revision<JsonObject>> now = homes.merged(conflict.entity());
        assertThat(now.versions()).hasSize(1);
        assertThat(now.versions().getFirst().value().value()).isEqualTo(MERGED.getJsonObject("merged"));
    }

    @Test
    void aHomeThatHasNoRowYetGetsOne() throws Exception {
        Conflict abroad = HomeRings.conflict("bolt", "d2", EU, ASIA);
        UUID other = homes.file(US, abroad, FOUND);
        assertThat(resolve(plane, other, "k1", CHOOSE_EU, 1).statusCode()).isEqualTo(200);
        assertThat(homes.merged(abroad.entity()).mergedVector())
                .isEqualTo(new VersionVector(Map.of(US, 1L, EU, 1L, ASIA, 1L)));
        assertThat(homes.merged(abroad.entity()).isConflict()).isFalse();
    }

    @Test
    void theSameKeyGetsTheSameBytesAndAnotherOneIsTooLate() throws Exception {
        HttpResponse<String> first = resolve("k1", CHOOSE_EU, 1);
        HttpResponse<String> again = resolve("k1", CHOOSE_EU, 1);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(again.headers().firstValue("ETag")).isEqualTo(first.headers().firstValue("ETag"));

        Answers.assertProblem(resolve("k1", MERGED, 1), 422, "idempotency-key-reused");
        HttpResponse<String> late = resolve("k2", CHOOSE_EU, 2);
        Answers.assertProblem(late, 409, "conflict-closed");
        assertThat(new JsonObject(late.body()).getString("conflictStatus")).isEqualTo("resolved");
        assertThat(resolve("k2", CHOOSE_EU, 2).body()).isEqualTo(late.body());
        assertThat(homes.column("SELECT version FROM regional_state WHERE home_region = 'us-east1'"))
                .containsExactly("2");
        assertThat(homes.column("SELECT event_type FROM outbox")).hasSize(1);
    }

    @Test
    void keysAreEachAdministratorsOwn() throws Exception {
        resolve("k1", CHOOSE_EU, 1);
        HttpResponse<String> other =
                plane.send(plane.request(CONFLICTS + "/" + id + "/resolve", plane.token("bob", Set.of("admin")))
                        .POST(BodyPublishers.ofString(CHOOSE_EU.encode()))
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "k1")
                        .header("If-Match", "\"2\"")
                        .build());
        Answers.assertProblem(other, 409, "conflict-closed");
    }

    @Test
    void asksForTheVersionThatWasSeen() throws Exception {
        String path = CONFLICTS + "/" + id + "/resolve";
        Answers.assertProblem(plane.post(path, "k1", CHOOSE_EU.encode()), 428, "precondition-required");
        HttpResponse<String> stale = resolve("k2", CHOOSE_EU, 7);
        Answers.assertProblem(stale, 412, "version-conflict");
        assertThat(new JsonObject(stale.body()).getInteger("currentVersion")).isEqualTo(1);
        assertThat(new JsonObject(stale.body()).getInteger("providedVersion")).isEqualTo(7);
        // The 428 was not kept: the same key goes on, and what it has done comes before the precondition is asked
        // again.
        HttpResponse<String> resolved = resolve("k1", CHOOSE_EU, 1);
        assertThat(resolved.statusCode()).isEqualTo(200);
        assertThat(plane.post(path, "k1", CHOOSE_EU.encode()).body()).isEqualTo(resolved.body());
        // The 412 was.
        assertThat(resolve("k2", CHOOSE_EU, 7).body()).isEqualTo(stale.body());
    }

    @Test
    void doesNotReplaceWhatNobodyLookedAt() throws Exception {
        homes.write(conflict.entity(), HomeRings.version(ASIA, Map.of(ASIA, 1L), HomeRings.value("unseen")));
        HttpResponse<String> refused = resolve("k1", CHOOSE_EU, 1);
        Answers.assertProblem(refused, 409, "conflict-closed");
        assertThat(new JsonObject(refused.body()).getString("conflictStatus")).isEqualTo("settled");
        assertThat(homes.merged(conflict.entity()).versions()).hasSize(3);
    }

    @Test
    void doesNotUndoALaterWriteThatKnewAll() throws Exception {
        homes.write(
                conflict.entity(), HomeRings.version(ASIA, Map.of(US, 1L, EU, 1L, ASIA, 1L), HomeRings.value("later")));
        Answers.assertProblem(resolve("k1", CHOOSE_EU, 1), 409, "conflict-closed");
        assertThat(homes.merged(conflict.entity()).versions().getFirst().value().value())
                .isEqualTo(HomeRings.value("later"));
    }

    @Test
    void refusesWhatIsNoneOfTheVersions() throws Exception {
        Answers.assertProblem(resolve("k1", new JsonObject().put("choose", "us-east1:9"), 1), 422, "unknown-version");
        HttpResponse<String> misfit = resolve(
                "k2", new JsonObject().put("merged", HomeRings.value("x").put("color", "red")), 1);
        Answers.assertProblem(misfit, 422, "merged-value-invalid");
        assertThat(new JsonObject(misfit.body()).getString("pointer")).isEqualTo("/color");
        for (String body : List.of(
                "{}",
                "{\"choose\":\"us-east1:1\",\"merged\":{}}",
                "{\"choose\":7}",
                "{\"merged\":[]}",
                "{\"other\":1}")) {
            Answers.assertProblem(
                    plane.post(CONFLICTS + "/" + id + "/resolve", "k3", body, "If-Match", "\"1\""),
                    400,
                    "malformed-request");
        }
        Answers.assertProblem(resolve(plane, new UUID(1, 2), "k4", CHOOSE_EU, 1), 404, "unknown-entity");
        assertThat(homes.column("SELECT status FROM conflict")).containsExactly("open");
    }

    /** From two control planes, which share no memory. */
    @Test
    void ofManyAtOnceOneIsMade() throws Exception {
        List<Integer> statuses = new ArrayList<>();
        try (RunningControlPlane other =
                RunningControlPlane.start(homes.with(global.config()), stateFolder.resolve("2"))) {
            List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 16)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                        try {
                            return resolve(i % 2 == 0 ? plane : other, id, "k" + i / 2 * 2, CHOOSE_EU, 1);
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    }))
                    .toList();
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                statuses.add(answer.get(30, TimeUnit.SECONDS).statusCode());
            }
        }
        // Each key was sent to both: the one that was made is told twice.
        assertThat(statuses).containsOnly(200, 412);
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(2);
        assertThat(homes.merged(conflict.entity()).mergedVector()).isEqualTo(new VersionVector(Map.of(US, 2L, EU, 1L)));
        assertThat(homes.column("SELECT event_type FROM outbox")).hasSize(1);
        assertThat(audited()).hasSize(1);
    }

    @Test
    void theAuditLogKnowsWhoChoseWhat() throws Exception {
        resolve("k1", MERGED, 1);
        List<JsonObject> entries = audited();
        assertThat(entries).hasSize(1);
        JsonObject entry = entries.getFirst();
        assertThat(entry.getString("actor")).isEqualTo("ada");
        assertThat(entry.getString("subject")).isEqualTo(id.toString());
        assertThat(entry.getJsonObject("before").getString("status")).isEqualTo("open");
        JsonObject after = entry.getJsonObject("after");
        assertThat(after.getString("status")).isEqualTo("resolved");
        assertThat(after.getJsonObject("resolution").fieldNames()).containsExactly("vector", "mergedSha256");
        // The log is in every region, the value stays at home.
        assertThat(entry.encode()).doesNotContain("of both");
        assertThat(homes.column("SELECT audited FROM conflict")).containsExactly("t");
    }

    /** The log's ring is away when it is resolved, and comes back. */
    @Test
    void whatTheAuditLogCouldNotBeToldItIsToldLater() throws Exception {
        try (Gate gate = new Gate(global.endpoint());
                RunningControlPlane cut = RunningControlPlane.start(
                        homes.with(GlobalRing.config(gate.endpoint())), stateFolder.resolve("cut"))) {
            plane.close();
            gate.shut();
            assertThat(resolve(cut, id, "k1", CHOOSE_EU, 1).statusCode()).isEqualTo(200);
            assertThat(homes.column("SELECT audited FROM conflict")).containsExactly("f");
            assertThat(global.count("SELECT count(*) FROM audit_log WHERE action = 'conflict.resolve'"))
                    .isZero();

            gate.reopen();
            global.await("SELECT count(*) = 1 FROM audit_log WHERE action = 'conflict.resolve'");
        }
    }

    /** As after a crash between the entry in the log and the mark at home. */
    @Test
    void theAuditLogTakesEachOnce() throws Exception {
        resolve("k1", CHOOSE_EU, 1);
        homes.execute("UPDATE conflict SET audited = FALSE");
        homes.await("SELECT bool_and(audited) FROM conflict");
        assertThat(audited()).hasSize(1);
    }

    private HttpResponse<String> resolve(String key, JsonObject choice, long version) throws Exception {
        return resolve(plane, id, key, choice, version);
    }

    private static HttpResponse<String> resolve(
            RunningControlPlane at, UUID conflict, String key, JsonObject choice, long version) throws Exception {
        return at.post(
                CONFLICTS + "/" + conflict + "/resolve", key, choice.encode(), "If-Match", "\"" + version + "\"");
    }

    private List<JsonObject> audited() throws Exception {
        JsonArray data = new JsonObject(plane.get("/v1/admin/audit?limit=200").body()).getJsonArray("data");
        return IntStream.range(0, data.size())
                .mapToObj(data::getJsonObject)
                .filter(entry -> entry.getString("action").equals("conflict.resolve"))
                .toList();
    }
}

package dev.cellmesh.services.profiles;

import static dev.cellmesh.testkit.cell.ThreeRegions.ASIA;
import static dev.cellmesh.testkit.cell.ThreeRegions.EU;
import static dev.cellmesh.testkit.cell.ThreeRegions.US;
import static dev.cellmesh.testkit.cell.ThreeRegions.json;
import static dev.cellmesh.testkit.cell.ThreeRegions.newKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.consistency.Served;
import dev.cellmesh.runtime.database.Read;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.database.Write;
import dev.cellmesh.runtime.database.WriteOutcome;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.testkit.cell.ThreeRegions;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What counts when a region writes that has not heard of the others' writes yet? europe-west1's clock is behind that of us-east1,
 * and while {@code late}, it sees nothing of what us-east1 has; asia-southeast1's clock is far ahead of both.
 */
class LateRegionIT {
    private static final Duration BEHIND = Duration.ofMillis(400);
    private static final Duration FAR_AHEAD = Duration.ofMinutes(2);

    /** More than any clock is behind: what a test before has taught a cell of the time is then in the past. */
    private static final Duration BETWEEN_TESTS = Duration.ofSeconds(1);

    private static final AtomicBoolean late = new AtomicBoolean();
    private static final AtomicReference<Instant> time = new AtomicReference<>(Instant.now());
    private static ThreeRegions mesh;

    @BeforeAll
    static void start() throws Exception {
        mesh = new ThreeRegions(
                (region, database) -> region.equals(EU) ? new Late(database) : database, LateRegionIT::clock);
    }

    @BeforeEach
    void timeGoesOn() {
        time.updateAndGet(last -> last.plus(BETWEEN_TESTS));
    }

    @AfterAll
    static void stop() throws Exception {
        mesh.close();
    }

    private static InstantSource clock(Region region) {
        if (region.equals(EU)) {
            return time::get;
        }
        return () -> time.get().plus(region.equals(US) ? BEHIND : FAR_AHEAD);
    }

    private static HttpResponse<String> write(
            String method, Region region, String path, JsonObject body, Optional<String> token) throws Exception {
        HttpRequest.Builder request = mesh.request(region, path)
                .header("Idempotency-Key", newKey())
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body.encode()));
        token.ifPresent(seen -> request.header("X-Last-Write-Timestamp", seen));
        return mesh.send(request);
    }

    private static HttpResponse<String> name(Region region, String path, String name, Optional<String> token)
            throws Exception {
        return write("PUT", region, path, new JsonObject().put("displayName", name), token);
    }

    private static String shown(Region region, String path) throws Exception {
        return json(mesh.get(region, path)).getJsonObject("data").getString("displayName");
    }

    @Test
    void whoBringsTheTokenOfAnEarlierWriteComesAfterIt() throws Exception {
        String path = "/profiles/" + newKey() + "/display-name";
        Optional<String> token =
                name(US, path, "first", Optional.empty()).headers().firstValue("X-Write-Timestamp");
        assertThat(token).isPresent();
        late.set(true);
        try {
            assertThat(name(EU, path, "second", token).statusCode()).isEqualTo(200);
        } finally {
            late.set(false);
        }
        assertThat(shown(US, path)).isEqualTo("second");
        assertThat(shown(EU, path)).isEqualTo("second");
    }

    /** The control: so the token is what decides above. */
    @Test
    void whoBringsNoneIsOrderedByTheClocks() throws Exception {
        String path = "/profiles/" + newKey() + "/display-name";
        name(US, path, "first", Optional.empty());
        late.set(true);
        try {
            assertThat(name(EU, path, "second", Optional.empty()).statusCode()).isEqualTo(200);
        } finally {
            late.set(false);
        }
        assertThat(shown(US, path)).isEqualTo("first");
        assertThat(shown(EU, path)).isEqualTo("first");
    }

    @Test
    void whoSeesAnEarlierWriteComesAfterIt() throws Exception {
        String path = "/profiles/" + newKey() + "/display-name";
        name(US, path, "first", Optional.empty());
        name(EU, path, "second", Optional.empty());
        assertThat(shown(US, path)).isEqualTo("second");
    }

    @Test
    void aClockFarAheadIsNotFollowed() throws Exception {
        String path = "/profiles/" + newKey() + "/display-name";
        assertThat(name(ASIA, path, "tomorrow", Optional.empty()).statusCode()).isEqualTo(200);
        HttpResponse<String> refused = name(EU, path, "today", Optional.empty());
        assertThat(json(refused).getString("type")).isEqualTo(ProblemType.NOT_CAUGHT_UP.uri());
        assertThat(shown(EU, path)).isEqualTo("tomorrow");
    }

    @Test
    void anAdditionWinsOverARemovalThatDidNotSeeIt() throws Exception {
        String path = "/profiles/" + newKey() + "/tags";
        JsonObject vip = new JsonObject().put("tags", new JsonArray(List.of("vip")));
        write("POST", EU, path, vip, Optional.empty());
        write("POST", US, path, vip, Optional.empty());
        late.set(true);
        try {
            // Sees its own addition only, which the other region has replaced meanwhile.
            assertThat(write("DELETE", EU, path + "/vip", new JsonObject(), Optional.empty())
                            .statusCode())
                    .isEqualTo(200);
        } finally {
            late.set(false);
        }
        for (Region region : ThreeRegions.ALL) {
            assertThat(json(mesh.get(region, path)).getJsonObject("data").getJsonArray("tags"))
                    .containsExactly("vip");
        }
        assertThat(write("DELETE", EU, path + "/vip", new JsonObject(), Optional.empty())
                        .statusCode())
                .isEqualTo(200);
        assertThat(json(mesh.get(US, path)).getJsonObject("data").getJsonArray("tags"))
                .isEmpty();
    }

    /** A replica of us-east1's ring to which nothing has come yet. */
    private record Late(RegionalDatabase database) implements RegionalDatabase {
        @Override
        public Future<ReadOutcome> read(Read read) {
            return late.get() && read.ring().equals(RingId.of(US)) && read.olderIfUnreachable()
                    ? Future.succeededFuture(new ReadOutcome.Rows(
                            List.of(), new Served(ReadLevel.EVENTUAL, EU, Optional.empty(), Optional.empty())))
                    : database.read(read);
        }

        @Override
        public Future<WriteOutcome> write(Write write) {
            return database.write(write);
        }

        @Override
        public Future<Boolean> isReady() {
            return database.isReady();
        }

        @Override
        public Future<Void> close() {
            return database.close();
        }
    }
}

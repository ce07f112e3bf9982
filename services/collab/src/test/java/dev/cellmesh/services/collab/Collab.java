package dev.cellmesh.services.collab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.consistency.Served;
import dev.cellmesh.runtime.database.Read;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.Refusal;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.database.Write;
import dev.cellmesh.runtime.database.WriteOutcome;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.testkit.cell.ThreeRegions;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Three regions in which replication can be held up: as long as it is, each region's local copies of the others' rows are empty,
 * and the others' own databases can be cut off, too.
 */
final class Collab implements AutoCloseable {
    static final JsonObject CONTENT = content("one");

    private final ThreeRegions mesh;
    private final Map<Region, Lagging> databases = new HashMap<>();

    Collab() throws Exception {
        this(region -> InstantSource.system());
    }

    /** @param clocks what each region takes for the time */
    Collab(Function<Region, InstantSource> clocks) throws Exception {
        mesh = new ThreeRegions(
                (region, database) -> {
                    Lagging lagging = new Lagging(database, RingId.of(region));
                    databases.put(region, lagging);
                    return lagging;
                },
                clocks);
    }

    ThreeRegions mesh() {
        return mesh;
    }

    /** No region's rows come to another one from now on, or all do; strong reads pass either way. */
    void holdUpReplication(boolean holdUp) {
        ThreeRegions.ALL.forEach(from -> databases.values().forEach(database -> database.hold(from, holdUp)));
    }

    /** As {@link #holdUpReplication}, for what two regions get of each other. */
    void holdUpBetween(Region one, Region other, boolean holdUp) {
        databaseOf(one).hold(other, holdUp);
        databaseOf(other).hold(one, holdUp);
    }

    private Lagging databaseOf(Region region) {
        return databases.get(region);
    }

    /** No region reaches another one's primary. */
    void cutOff(boolean cutOff) {
        databases.values().forEach(database -> database.cutOff = cutOff);
    }

    static JsonObject content(String text) {
        return new JsonObject().put("title", "A title").put("text", text);
    }

    /** The path of a new document. */
    String create(Region region) throws Exception {
        HttpResponse<String> created = mesh.write("POST", region, "/documents", CONTENT);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return "/documents/" + ThreeRegions.json(created).getJsonObject("data").getString("id");
    }

    HttpResponse<String> put(Region region, String path, String text, String tag) throws Exception {
        return mesh.write("PUT", region, path, content(text), ThreeRegions.newKey(), Optional.of(tag));
    }

    HttpResponse<String> postText(Region region, String path, String body) throws Exception {
        return mesh.send(mesh.request(region, path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", ThreeRegions.newKey())
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    static String tag(HttpResponse<String> response) {
        return response.headers().firstValue("ETag").orElseThrow();
    }

    static String token(HttpResponse<String> response) {
        return response.headers().firstValue("X-Write-Timestamp").orElseThrow();
    }

    static JsonObject data(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return ThreeRegions.json(response).getJsonObject("data");
    }

    static void assertProblem(HttpResponse<String> response, ProblemType type) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(type.status());
        assertThat(ThreeRegions.json(response).getString("type")).isEqualTo(type.uri());
    }

    @Override
    public void close() throws SQLException {
        mesh.close();
    }

    private static final class Lagging implements RegionalDatabase {
        /** Nobody can tell how old. */
        private static final Served OLD =
                new Served(ReadLevel.EVENTUAL, ThreeRegions.US, Optional.empty(), Optional.empty());

        private final RegionalDatabase database;
        private final RingId own;
        private final Set<RingId> heldUp = ConcurrentHashMap.newKeySet();
        private volatile boolean cutOff;

        Lagging(RegionalDatabase database, RingId own) {
            this.database = database;
            this.own = own;
        }

        private void hold(Region from, boolean holdUp) {
            if (holdUp) {
                heldUp.add(RingId.of(from));
            } else {
                heldUp.remove(RingId.of(from));
            }
        }

        @Override
        public Future<ReadOutcome> read(Read read) {
            if (read.ring().equals(own)) {
                return database.read(read);
            }
            boolean elsewhere = read.level() instanceof ReadLevel.Strong;
            boolean held = !elsewhere && heldUp.contains(read.ring());
            if (elsewhere && cutOff) {
                return Future.succeededFuture(new ReadOutcome.Unavailable(Refusal.UNREACHABLE));
            }
            return held ? Future.succeededFuture(new ReadOutcome.Rows(List.of(), OLD)) : database.read(read);
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

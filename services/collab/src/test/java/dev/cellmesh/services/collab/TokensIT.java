package dev.cellmesh.services.collab;

import static dev.cellmesh.services.collab.Collab.assertProblem;
import static dev.cellmesh.services.collab.Collab.token;
import static dev.cellmesh.testkit.cell.ThreeRegions.ASIA;
import static dev.cellmesh.testkit.cell.ThreeRegions.EU;
import static dev.cellmesh.testkit.cell.ThreeRegions.TENANT;
import static dev.cellmesh.testkit.cell.ThreeRegions.US;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.consistency.Seen;
import dev.cellmesh.model.consistency.Served;
import dev.cellmesh.runtime.database.Read;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.Refusal;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.database.Write;
import dev.cellmesh.runtime.database.WriteOutcome;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.token.WriteTokenCodec;
import dev.cellmesh.testkit.cell.ThreeRegions;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Has everybody whose write is acknowledged a token that covers it, whatever was lost on the way? */
class TokensIT {
    private static ThreeRegions mesh;
    private static volatile boolean positionsLost;
    private static volatile boolean strongReadsLost;

    private final String thread = "/documents/" + UUID.randomUUID() + "/comments";
    private final String key = ThreeRegions.newKey();

    @BeforeAll
    static void start() throws Exception {
        mesh = new ThreeRegions(Lossy::new);
    }

    @AfterAll
    static void stop() throws Exception {
        mesh.close();
    }

    @AfterEach
    void heal() {
        positionsLost = false;
        strongReadsLost = false;
    }

    private HttpResponse<String> comment(Region region) throws Exception {
        return mesh.write("POST", region, thread, new JsonObject().put("text", "hello"), key, Optional.empty());
    }

    private static void assertCovers(HttpResponse<String> response, Region written) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        Seen seen = new WriteTokenCodec("a secret of the mesh")
                .decode(TENANT, token(response))
                .orElseThrow();
        assertThat(seen.of(RingId.of(written))).isPresent();
    }

    @Test
    void aWriteThatLostItsPositionGetsThatOfItsKey() throws Exception {
        positionsLost = true;
        assertCovers(comment(US), US);
        HttpResponse<String> replayed = comment(US);
        assertThat(replayed.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertCovers(replayed, US);
    }

    @Test
    void aWriteOfWhichNobodyKnowsThePositionIsAskedForAgain() throws Exception {
        positionsLost = true;
        strongReadsLost = true;
        assertProblem(comment(US), ProblemType.UNKNOWN_OUTCOME);
        heal();
        HttpResponse<String> replayed = comment(US);
        assertThat(replayed.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertCovers(replayed, US);
    }

    @Test
    void aReplayFromTheCopyOfAnotherRegionHasATokenOfThatRegion() throws Exception {
        HttpResponse<String> first = comment(US);
        for (Region region : new Region[] {EU, ASIA}) {
            HttpResponse<String> replayed = comment(region);
            assertThat(replayed.headers().firstValue("Idempotent-Replayed")).contains("true");
            assertThat(replayed.body()).isEqualTo(first.body());
            assertCovers(replayed, US);
        }
    }

    /** As with replicas, eventual answers have no position. */
    private record Lossy(RegionalDatabase database) implements RegionalDatabase {
        @Override
        public Future<ReadOutcome> read(Read read) {
            if (strongReadsLost && read.level() instanceof ReadLevel.Strong) {
                return Future.succeededFuture(new ReadOutcome.Unavailable(Refusal.UNREACHABLE));
            }
            return database.read(read)
                    .map(outcome ->
                            read.level() instanceof ReadLevel.Eventual && outcome instanceof ReadOutcome.Rows rows
                                    ? new ReadOutcome.Rows(rows.rows(), withoutPosition(rows.served()))
                                    : outcome);
        }

        @Override
        public Future<WriteOutcome> write(Write write) {
            return database.write(write)
                    .map(outcome -> positionsLost && outcome instanceof WriteOutcome.Committed committed
                            ? new WriteOutcome.Committed(committed.row(), withoutPosition(committed.served()))
                            : outcome);
        }

        private static Served withoutPosition(Served served) {
            return new Served(served.level(), served.region(), served.staleness(), Optional.empty());
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

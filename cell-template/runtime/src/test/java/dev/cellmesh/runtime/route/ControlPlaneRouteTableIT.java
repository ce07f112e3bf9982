package dev.cellmesh.runtime.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.runtime.node.CellSizes;
import dev.cellmesh.runtime.node.EdgeRouting;
import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.node.NodeConfig;
import dev.cellmesh.runtime.node.NodeContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlPlaneRouteTableIT {
    private static final Region US = new Region("us-east1");

    @TempDir
    Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Questions controlPlane = new Questions();
    private Vertx vertx;
    private HttpServer server;
    private ControlPlaneRouteTable table;

    /** Holds the questions it was asked, so that a test answers each when and how it likes. */
    private static final class Questions {
        final List<HttpServerRequest> open = new CopyOnWriteArrayList<>();
        final List<String> asked = new CopyOnWriteArrayList<>();

        void add(HttpServerRequest request) {
            asked.add(request.uri() + " " + request.getHeader("Authorization"));
            request.response().closeHandler(gone -> open.remove(request));
            open.add(request);
        }

        void answer(int status, Buffer body) {
            await(() -> !open.isEmpty());
            HttpServerRequest request = open.remove(0);
            request.response().setStatusCode(status).end(body);
        }

        void answer(RouteSnapshot snapshot) {
            answer(200, RouteSnapshotJson.encode(snapshot));
        }
    }

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        server = vertx.createHttpServer()
                .requestHandler(controlPlane::add)
                .listen(0, "127.0.0.1")
                .await();
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    private void startTable(Path stateFolder) {
        startTable(stateFolder, node -> ControlPlaneRouteTable.start(vertx, node));
    }

    private void startTable(Path stateFolder, Function<NodeContext, ControlPlaneRouteTable> start) {
        NodeConfig config = new NodeConfig(
                "edge",
                "us-east1-edge",
                US.name(),
                Endpoint.local(0),
                Endpoint.local(0),
                stateFolder.toString(),
                null,
                Endpoint.local(server.actualPort()),
                "node-token",
                "",
                Map.of(),
                List.of(US.name()),
                1,
                3,
                List.of(),
                Set.of(),
                CellSizes.DEFAULT,
                EdgeRouting.NONE,
                "test");
        NodeContext node = new NodeContext(config, meters, System::nanoTime, Clock.systemUTC(), new Random(7));
        table = onLoop(() -> start.apply(node));
    }

    private <T> T onLoop(java.util.function.Supplier<T> action) {
        io.vertx.core.Promise<T> result = io.vertx.core.Promise.promise();
        vertx.runOnContext(go -> result.complete(action.get()));
        return result.future().await();
    }

    private static RouteSnapshot snapshot(long epoch) {
        TenantId tenant = new TenantId("tenant-" + epoch);
        return new RouteSnapshot(
                epoch,
                Map.of(RingId.of(US), 1L),
                Map.of(
                        tenant,
                        new TenantRoute(tenant, US, TenantStatus.ACTIVE, Map.of(US, List.of(new CellId(US, 1))))));
    }

    private static void await(BooleanSupplier condition) {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(limit);
            Thread.onSpinWait();
        }
    }

    private void awaitEpoch(long epoch) {
        await(() -> table.current().epoch() == epoch);
    }

    @Test
    void followsTheControlPlane() {
        startTable(folder);
        assertThat(table.current()).isEqualTo(RouteSnapshot.NONE);
        controlPlane.answer(snapshot(3));
        await(() -> table.loaded().succeeded());
        assertThat(table.current()).isEqualTo(snapshot(3));
        controlPlane.answer(204, Buffer.buffer());
        controlPlane.answer(snapshot(9));
        awaitEpoch(9);
        assertThat(controlPlane.asked.get(0))
                .isEqualTo("/v1/routes?after=0&wait=10&node=us-east1-edge Bearer node-token");
        assertThat(controlPlane.asked.get(1)).startsWith("/v1/routes?after=3&wait=10&");
        assertThat(meters.get("cellmesh.route.epoch").gauge().value()).isEqualTo(9);
        assertThat(meters.get("cellmesh.route.contact.age").gauge().value()).isNotNegative();
    }

    /** Who has something on its way by older routes is asked again soon, since a tenant may wait for the end of that. */
    @Test
    void tellsByWhichRoutesWasSentWhatIsOnItsWay() {
        AtomicLong oldest = new AtomicLong(3);
        startTable(
                folder,
                node -> ControlPlaneRouteTable.startSending(
                        vertx, node, () -> oldest.get() == 0 ? OptionalLong.empty() : OptionalLong.of(oldest.get())));
        controlPlane.answer(snapshot(3));
        controlPlane.answer(snapshot(5));
        awaitEpoch(5);
        await(() -> controlPlane.asked.size() == 3);
        assertThat(controlPlane.asked.get(1)).contains("after=3&wait=10&").contains("&inUse=3 ");
        assertThat(controlPlane.asked.get(2)).contains("after=5&wait=1&").contains("&inUse=3 ");
        oldest.set(0);
        controlPlane.answer(204, Buffer.buffer());
        await(() -> controlPlane.asked.size() == 4);
        assertThat(controlPlane.asked.get(3)).contains("after=5&wait=10&").contains("&inUse=5 ");
    }

    @Test
    void startsFromTheKeptCopyWithoutTheControlPlane() throws IOException {
        startTable(folder);
        controlPlane.answer(snapshot(5));
        awaitKept(5);
        stopTable();
        server.close().await();

        startTable(folder);
        await(() -> table.loaded().succeeded());
        assertThat(table.current()).isEqualTo(snapshot(5));
    }

    @Test
    void hearsTheControlPlaneWhenItIsBack() {
        startTable(folder);
        controlPlane.answer(snapshot(5));
        awaitEpoch(5);
        int port = server.actualPort();
        server.close().await();
        controlPlane.open.clear();
        await(() -> onLoop(table::refresh).map(true).await());
        assertThat(table.current().epoch()).isEqualTo(5);

        server = vertx.createHttpServer()
                .requestHandler(controlPlane::add)
                .listen(port, "127.0.0.1")
                .await();
        controlPlane.answer(snapshot(6));
        awaitEpoch(6);
    }

    @Test
    void anEpochNeverGoesDown() throws IOException {
        startTable(folder);
        controlPlane.answer(snapshot(5));
        awaitKept(5);
        controlPlane.answer(snapshot(4));
        controlPlane.answer(snapshot(5));
        controlPlane.answer(204, Buffer.buffer());
        assertThat(table.current().epoch()).isEqualTo(5);
        assertThat(new RouteFile(folder).load()).contains(snapshot(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "{\"epoch\":9}", "[]"})
    void nonsenseIsNotUsed(String body) {
        startTable(folder);
        controlPlane.answer(snapshot(5));
        awaitEpoch(5);
        controlPlane.answer(200, Buffer.buffer(body));
        controlPlane.answer(500, RouteSnapshotJson.encode(snapshot(6)));
        controlPlane.answer(401, Buffer.buffer());
        assertThat(table.current().epoch()).isEqualTo(5);
        controlPlane.answer(snapshot(7));
        awaitEpoch(7);
    }

    @Test
    void aSnapshotThatNeverEndsIsCutOff() {
        startTable(folder);
        await(() -> !controlPlane.open.isEmpty());
        HttpServerRequest request = controlPlane.open.remove(0);
        Buffer chunk = Buffer.buffer(new byte[1 << 20]);
        request.response().setChunked(true);
        IntStream.rangeClosed(0, 64).forEach(i -> request.response().write(chunk));
        controlPlane.answer(snapshot(7));
        awaitEpoch(7);
    }

    @Test
    void refreshDoesNotWaitForTheOpenQuestion() {
        startTable(folder);
        controlPlane.answer(snapshot(5));
        await(() -> controlPlane.open.size() == 1);
        Future<Void> refresh = onLoop(table::refresh);
        assertThat(onLoop(table::refresh)).as("one at a time").isSameAs(refresh);
        await(() -> controlPlane.open.size() == 2);
        assertThat(controlPlane.asked.get(2)).startsWith("/v1/routes?after=5&wait=0&");
        controlPlane
                .open
                .remove(1)
                .response()
                .end(RouteSnapshotJson.encode(snapshot(8)))
                .await();
        await(refresh::succeeded);
        assertThat(table.current().epoch()).isEqualTo(8);
    }

    /** The question was asked before the epoch was there: its answer does not say that there is none. */
    @Test
    void aQuestionThatIsTooOldIsAskedOnceMore() {
        startTable(folder);
        controlPlane.answer(snapshot(5));
        await(() -> controlPlane.open.size() == 1);
        Future<Void> older = onLoop(table::refresh);
        Future<Void> joined = onLoop(() -> table.refreshTo(8));
        Future<Void> content = onLoop(() -> table.refreshTo(5));
        await(() -> controlPlane.open.size() == 2);
        controlPlane.open.remove(1).response().setStatusCode(204).end().await();
        await(() -> older.succeeded() && content.succeeded());
        await(() -> controlPlane.open.size() == 2);
        assertThat(joined.isComplete()).isFalse();
        controlPlane
                .open
                .remove(1)
                .response()
                .end(RouteSnapshotJson.encode(snapshot(7)))
                .await();
        await(joined::succeeded);
        assertThat(table.current().epoch()).as("once, wherever that leads").isEqualTo(7);
        assertThat(controlPlane.asked).hasSize(4);
    }

    @Test
    void aDamagedCopyIsNotUsed() throws IOException {
        Files.writeString(folder.resolve(RouteFile.NAME), "{\"sha256\":\"0\",\"snap");
        startTable(folder);
        controlPlane.answer(snapshot(2));
        awaitKept(2);
        assertThat(table.current().epoch()).isEqualTo(2);
    }

    @Test
    void aFolderThatCannotBeWrittenStopsNothing() throws IOException {
        Path notAFolder = Files.writeString(folder.resolve("file"), "");
        startTable(notAFolder.resolve("state"));
        controlPlane.answer(snapshot(2));
        awaitEpoch(2);
        controlPlane.answer(snapshot(3));
        awaitEpoch(3);
    }

    /** A pipe that nobody reads: who opens it to write waits, as on a disk that hangs. */
    @Test
    void aDiskThatHangsStopsNothing() throws Exception {
        Path pipe = folder.resolve(RouteFile.NAME + ".unfinished");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        startTable(folder);
        try {
            controlPlane.answer(snapshot(2));
            awaitEpoch(2);
            controlPlane.answer(snapshot(3));
            awaitEpoch(3);
        } finally {
            // Lets go of whoever still waits; what is in it then was no file.
            stopTable();
            new RandomAccessFile(pipe.toFile(), "rw").close();
        }
    }

    private void awaitKept(long epoch) {
        await(() -> {
            try {
                return new RouteFile(folder)
                        .load()
                        .filter(kept -> kept.epoch() == epoch)
                        .isPresent();
            } catch (IOException damaged) {
                return false;
            }
        });
    }

    private void stopTable() {
        onLoop(() -> {
            table.close();
            return true;
        });
    }
}

package dev.cellmesh.local.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.Endpoint;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does a whole mesh keep its promises while its parts are killed and started again? */
class MeshIT {
    private static final Region US = MeshOptions.REGIONS.get(0);
    private static final Region EUROPE = MeshOptions.REGIONS.get(1);
    private static final Region ASIA = MeshOptions.REGIONS.get(2);

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static Mesh mesh;
    private static Visitor visitor;

    @BeforeAll
    static void up() throws Exception {
        mesh = Mesh.start(options(Optional.empty()), Quiet.INSTANCE);
        visitor = new Visitor(mesh);
    }

    @AfterAll
    static void down() {
        if (mesh != null) {
            mesh.close();
        }
    }

    static MeshOptions options(Optional<Path> data) {
        int base = 10_000;
        while (!new PortPlan(base, MeshOptions.REGIONS, 2).areFree()) {
            base += 600;
        }
        return new MeshOptions(false, 2, data, base, false, Set.of(), List.of());
    }

    @Test
    void everyPartIsReadyAndEveryReplicaFollows() {
        Visitor.eventually(() -> mesh.status().ready());
        MeshStatus status = mesh.status();
        assertThat(status.edges()).hasSize(3);
        assertThat(status.cells()).hasSize(6);
        assertThat(status.rings())
                .hasSize(4)
                .allSatisfy(ring -> assertThat(ring.members()).hasSize(3).allMatch(MeshStatus.MemberStatus::up));
        assertThat(MeshStatus.fromJson(status.toJson())).isEqualTo(status);
    }

    @Test
    void everyEdgeLearnsWhatTheCellsPromise() {
        for (Region region : MeshOptions.REGIONS) {
            HttpRequest question = HttpRequest.newBuilder(
                            URI.create("http://" + mesh.ports().edge(region) + "/v1/consistency"))
                    .build();
            // It is ready before: until then, it asks the tenants' homes.
            Visitor.eventually(() -> {
                HttpResponse<String> told = HTTP.send(question, HttpResponse.BodyHandlers.ofString());
                assertThat(told.statusCode()).isEqualTo(200);
                return told.body().contains("makeTransfer");
            });
        }
    }

    @Test
    void moneyMovesThroughEveryEdgeAndIsSeenThroughEveryEdge() throws Exception {
        String from = visitor.open("globex", EUROPE, 1_000);
        String to = visitor.open("globex", EUROPE, 0);
        for (Region region : MeshOptions.REGIONS) {
            assertThat(visitor.transfer(
                                    "globex",
                                    region,
                                    from,
                                    to,
                                    100,
                                    UUID.randomUUID().toString())
                            .statusCode())
                    .isEqualTo(201);
        }
        for (Region region : MeshOptions.REGIONS) {
            assertThat(visitor.balance("globex", region, from)).isEqualTo(700);
            assertThat(visitor.balance("globex", region, to)).isEqualTo(300);
        }
    }

    @Test
    void aNewTenantIsServedEverywhere() {
        visitor.createTenant("newcomer", ASIA);
        String account = Visitor.eventuallyPresent(() -> Optional.of(visitor.open("newcomer", ASIA, 5)));
        for (Region region : MeshOptions.REGIONS) {
            Visitor.eventually(() -> visitor.balance("newcomer", region, account) == 5);
        }
    }

    @Test
    void theOtherCellGoesOnWhenOneDies() throws Exception {
        String account = visitor.open("acme", US, 50);
        List<String> cells =
                mesh.ports().cells(US).stream().map(Object::toString).toList();
        for (String cell : cells) {
            mesh.killNode(cell);
            assertThat(visitor.balance("acme", US, account)).isEqualTo(50);
            mesh.startNode(cell);
            Visitor.eventually(() -> mesh.status().ready());
        }
    }

    @Test
    void tenantsDoNotMindWhenTheControlPlaneIsGone() throws Exception {
        String account = visitor.open("acme", US, 50);
        mesh.killNode(MeshPlan.CONTROL_PLANE);
        try {
            assertThat(visitor.balance("acme", ASIA, account)).isEqualTo(50);
            String cell = mesh.ports().cells(US).getFirst().toString();
            mesh.killNode(cell);
            mesh.startNode(cell);
            Visitor.eventually(() -> mesh.status().cells().stream().allMatch(MeshStatus.NodeStatus::ready));
            assertThat(visitor.balance("acme", US, account)).isEqualTo(50);
        } finally {
            mesh.startNode(MeshPlan.CONTROL_PLANE);
        }
    }

    @Test
    void aLostPrimaryRefusesAndLosesNothing() throws Exception {
        String from = visitor.open("initech", ASIA, 500);
        String to = visitor.open("initech", ASIA, 0);
        String key = UUID.randomUUID().toString();
        mesh.killDatabase(ASIA.name(), ASIA.name());
        HttpResponse<String> refused = visitor.transfer("initech", ASIA, from, to, 100, key);
        assertThat(refused.statusCode()).isIn(503, 504);
        assertThat(Visitor.problem(refused)).isIn("region-unavailable", "unknown-outcome");
        mesh.startDatabase(ASIA.name(), ASIA.name());
        Visitor.eventually(
                () -> visitor.transfer("initech", ASIA, from, to, 100, key).statusCode() == 201);
        assertThat(visitor.balance("initech", ASIA, from)).isEqualTo(400);
        assertThat(visitor.balance("initech", ASIA, to)).isEqualTo(100);
    }

    @Test
    void oneLostReplicaIsNotFelt() throws Exception {
        String from = visitor.open("globex", EUROPE, 500);
        String to = visitor.open("globex", EUROPE, 0);
        mesh.killDatabase(EUROPE.name(), ASIA.name());
        try {
            assertThat(visitor.transfer(
                                    "globex",
                                    EUROPE,
                                    from,
                                    to,
                                    1,
                                    UUID.randomUUID().toString())
                            .statusCode())
                    .isEqualTo(201);
        } finally {
            mesh.startDatabase(EUROPE.name(), ASIA.name());
        }
        Visitor.eventually(() -> mesh.status().ready());
    }

    @Test
    void aReplicaBehindACutLinkIsCutOffAndNotDown() {
        visitor.changeLink(EUROPE, ASIA, new JsonObject().put("cut", "reset"));
        try {
            Visitor.eventually(
                    () -> member(EUROPE, ASIA).up() && !member(EUROPE, ASIA).connected());
            assertThat(mesh.status().ready()).isFalse();
        } finally {
            visitor.changeLink(EUROPE, ASIA, new JsonObject().put("cut", "none"));
        }
        Visitor.eventually(() -> mesh.status().ready());
    }

    private static MeshStatus.MemberStatus member(Region ring, Region region) {
        return mesh.status().rings().stream()
                .filter(each -> each.ring().equals(ring.name()))
                .flatMap(each -> each.members().stream())
                .filter(each -> each.region().equals(region.name()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void withoutAQuorumTheOutcomeIsUnknownAndTheKeyTellsLater() throws Exception {
        String from = visitor.open("umbrella", US, 500);
        String to = visitor.open("umbrella", US, 0);
        String key = UUID.randomUUID().toString();
        mesh.killDatabase(US.name(), EUROPE.name());
        mesh.killDatabase(US.name(), ASIA.name());
        HttpResponse<String> first = visitor.transfer("umbrella", US, from, to, 100, key, 1_500);
        assertThat(first.statusCode()).isEqualTo(504);
        assertThat(Visitor.problem(first)).isEqualTo("unknown-outcome");
        mesh.startDatabase(US.name(), EUROPE.name());
        mesh.startDatabase(US.name(), ASIA.name());
        Visitor.eventually(
                () -> visitor.transfer("umbrella", US, from, to, 100, key).statusCode() == 201);
        assertThat(visitor.balance("umbrella", US, from)).isEqualTo(400);
        assertThat(visitor.balance("umbrella", US, to)).isEqualTo(100);
    }

    @Test
    void aSecondMeshOnTheSamePortsIsRefusedBeforeItStartsAnything() {
        assertThatThrownBy(() -> Mesh.start(mesh.options(), Quiet.INSTANCE)).isInstanceOf(RefusedException.class);
    }

    @Test
    void moneyIsStillThereAfterARestartOnTheSameFolder(@TempDir Path data) throws Exception {
        String account;
        MeshOptions options = options(Optional.of(data));
        try (Mesh first = Mesh.start(options, Quiet.INSTANCE)) {
            account = new Visitor(first).open("acme", US, 77);
        }
        try (Mesh second = Mesh.start(options, Quiet.INSTANCE)) {
            assertThat(new Visitor(second).balance("acme", EUROPE, account)).isEqualTo(77);
        }
    }

    @Test
    void aStoppedMeshLeavesNothing() throws Exception {
        Mesh brief = Mesh.start(options(Optional.empty()), Quiet.INSTANCE);
        Path folder = brief.folder();
        List<ProcessHandle> databases = brief.databaseProcesses();
        assertThat(databases).isNotEmpty().allMatch(ProcessHandle::isAlive);
        brief.close();
        assertThat(folder).doesNotExist();
        assertThat(databases).noneMatch(ProcessHandle::isAlive);
        assertThat(brief.ports().areFree()).isTrue();
    }

    @Test
    void whatRunsIsLeftAloneByItsStart() {
        List<Long> before =
                mesh.databaseProcesses().stream().map(ProcessHandle::pid).toList();
        mesh.startDatabase(US.name(), US.name());
        mesh.startDatabase(US.name(), ASIA.name());
        mesh.startNode(mesh.ports().cells(US).getFirst().toString());
        assertThat(before).allMatch(pid -> ProcessHandle.of(pid).isPresent());
    }

    @Test
    void theMeshsOwnApiRefusesWithProblems() throws Exception {
        for (String body : List.of(
                "{",
                "[]",
                "{\"validSeconds\":0}",
                "{\"validSeconds\":-1}",
                "{\"validSeconds\":null}",
                "{\"validSeconds\":86401}",
                "{\"validSeconds\":\"long\"}",
                "{\"roles\":\"admin\"}")) {
            assertRefused("POST", "/tokens", body, 400, "malformed-request");
        }
        assertRefused("GET", "/tokens", "", 405, "method-not-allowed");
        assertRefused("GET", "/nowhere", "", 404, "unknown-path");
        assertRefused("POST", "/nodes/us-east1-c77/kill", "", 404, "unknown-entity");
    }

    private static void assertRefused(String method, String path, String body, int status, String type)
            throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://" + mesh.ports().mesh() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(method + " " + path + " " + body).isEqualTo(status);
        assertThat(Visitor.problem(answer)).isEqualTo(type);
    }

    @Test
    void anUnknownPartIsSaidSo() {
        assertThatThrownBy(() -> mesh.killNode("us-east1-c77")).isInstanceOf(Mesh.UnknownPartException.class);
        assertThatThrownBy(() -> mesh.killDatabase("mars", "us-east1")).isInstanceOf(Mesh.UnknownPartException.class);
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        MeshOptions options = options(Optional.empty());
        Endpoint taken = new PortPlan(options.portBase(), MeshOptions.REGIONS, 2).controlPlane();
        try (ServerSocket socket = new ServerSocket(taken.port(), 1, java.net.InetAddress.getByName(taken.host()))) {
            assertThat(socket.isBound()).isTrue();
            assertThatThrownBy(() -> Mesh.start(options, Quiet.INSTANCE)).isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void aPortThatIsTakenMeanwhileEndsTheStart() throws IOException {
        MeshOptions options = options(Optional.empty());
        Endpoint late = new PortPlan(options.portBase(), MeshOptions.REGIONS, 2).controlPlane();
        try (ServerSocket socket = new ServerSocket()) {
            MeshProgress taker = new MeshProgress() {
                @Override
                public void part(String name, long millis) {
                    try {
                        if (!socket.isBound()) {
                            socket.bind(new InetSocketAddress(late.host(), late.port()));
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }

                @Override
                public void note(String line) {}
            };
            assertThatThrownBy(() -> Mesh.start(options, taker))
                    .isInstanceOf(MeshStartException.class)
                    .hasCauseInstanceOf(BindException.class);
        }
    }

    @Test
    void aFolderInUseIsRefused(@TempDir Path data) throws Exception {
        Files.createDirectories(data);
        try (Mesh first = Mesh.start(options(Optional.of(data)), Quiet.INSTANCE)) {
            assertThat(first.status().data()).isEqualTo(data.toString());
            assertThatThrownBy(() -> Mesh.start(options(Optional.of(data)), Quiet.INSTANCE))
                    .isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void theStatusIsJson() {
        assertThat(new JsonObject(mesh.status().toJson()).getJsonArray("cells")).hasSize(6);
    }
}

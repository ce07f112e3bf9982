package dev.cellmesh.local.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.client.Call;
import dev.cellmesh.client.CellmeshClient;
import dev.cellmesh.client.ClientSettings;
import dev.cellmesh.client.Outcome;
import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Does the client in Java keep its word on a mesh whose cells and edges die? */
class ClientIT {
    private static final Region US = MeshOptions.REGIONS.get(0);
    private static final Region EUROPE = MeshOptions.REGIONS.get(1);
    private static final Duration TOKEN_VALID = Duration.ofMinutes(10);
    private static final int PAYERS = 3;
    private static final int PAYMENTS_EACH = 40;
    private static final int RENAMES = 30;

    private static Mesh mesh;
    private CellmeshClient client;

    @BeforeAll
    static void up() throws Exception {
        mesh = Mesh.start(MeshIT.options(Optional.empty()), Quiet.INSTANCE);
    }

    @AfterAll
    static void down() {
        if (mesh != null) {
            mesh.close();
        }
    }

    /** It knows two edges, and hears of the third. */
    @BeforeEach
    void begin() {
        List<URI> edges = List.of(edge(US), edge(EUROPE));
        client = new CellmeshClient(ClientSettings.of(
                edges, (tenant, isRejected) -> mesh.mintToken("client-it", tenant, Set.of(), TOKEN_VALID)));
    }

    @AfterEach
    void end() {
        client.close();
    }

    private static URI edge(Region region) {
        return URI.create("http://" + mesh.ports().edge(region));
    }

    private Outcome.Answered answered(Call call) throws InterruptedException {
        // As a service does: what nobody could tell in time is asked for again, with the same key.
        for (Outcome outcome = client.send(call); ; outcome = client.send(call)) {
            switch (outcome) {
                case Outcome.Answered answered -> {
                    return answered;
                }
                case Outcome.Refused refused ->
                    assertThat(refused.problem().status()).isIn(429, 503);
                case Outcome.Unknown unknown -> assertThat(call.key()).isPresent();
                case Outcome.Unsent unsent -> assertThat(unsent.why()).isNotEmpty();
            }
        }
    }

    private static JsonObject data(Outcome.Answered answer) {
        return new JsonObject(answer.body()).getJsonObject("data");
    }

    private String open(long balance) throws InterruptedException {
        JsonObject account = new JsonObject().put("currency", "EUR").put("openingBalance", balance);
        return data(answered(Call.post("acme", "/accounts", account.encode()))).getString("id");
    }

    private long balance(String account) throws InterruptedException {
        return data(answered(Call.get("acme", "/accounts/" + account))).getLong("balance");
    }

    @Test
    void everyPaymentHappensOnceWhileCellsAndAnEdgeDie() throws Exception {
        String from = open(PAYERS * PAYMENTS_EACH);
        String to = open(0);
        String payment = new JsonObject()
                .put("from", from)
                .put("to", to)
                .put("amount", 1)
                .put("currency", "EUR")
                .encode();
        CountDownLatch paid = new CountDownLatch(PAYERS * PAYMENTS_EACH);
        List<Future<?>> payers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int payer = 0; payer < PAYERS; payer++) {
                payers.add(threads.submit(() -> {
                    for (int i = 0; i < PAYMENTS_EACH; i++) {
                        assertThat(answered(Call.post("acme", "/transfers", payment))
                                        .status())
                                .isEqualTo(201);
                        paid.countDown();
                    }
                    return null;
                }));
            }
            List<String> victims = new ArrayList<>(
                    mesh.ports().cells(US).stream().map(CellId::toString).toList());
            victims.add(MeshPlan.edgeId(US));
            for (String victim : victims) {
                long left = paid.getCount();
                mesh.killNode(victim);
                Visitor.eventually(() -> paid.getCount() < left - PAYERS || paid.getCount() == 0);
                mesh.startNode(victim);
                Visitor.eventually(() -> mesh.status().ready());
            }
            for (Future<?> payer : payers) {
                payer.get();
            }
        }
        assertThat(balance(from)).isZero();
        assertThat(balance(to)).isEqualTo(PAYERS * PAYMENTS_EACH);
    }

    /** A local write, and a local read that may be behind for whoever has no token. */
    @Test
    void itsOwnWritesAreSeenAtWhateverEdgeIsLeft() throws Exception {
        String name = "/profiles/" + UUID.randomUUID() + "/display-name";
        List<Region> regions = MeshOptions.REGIONS;
        for (int i = 0; i < RENAMES; i++) {
            String written = "name " + i;
            JsonObject body = new JsonObject().put("displayName", written);
            answered(Call.put("acme", name, body.encode()));
            String edge = MeshPlan.edgeId(regions.get(i % regions.size()));
            mesh.killNode(edge);
            assertThat(data(answered(Call.get("acme", name))).getString("displayName"))
                    .isEqualTo(written);
            mesh.startNode(edge);
            Visitor.eventually(() -> mesh.status().ready());
        }
    }
}

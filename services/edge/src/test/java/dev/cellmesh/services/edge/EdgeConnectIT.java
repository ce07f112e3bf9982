package dev.cellmesh.services.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.testkit.http.RawClient;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a cell to which no connection comes about while a client waits? */
class EdgeConnectIT extends EdgeFixture {
    /** Less than a connect may take. */
    private static final String HURRY = "X-Request-Deadline: 300";

    private double leftOut() {
        return meters.get("cellmesh.edge.cells.left.out").gauge().value();
    }

    /** Connects to its port are neither taken nor refused, until it is stopped. */
    private static final class Swallower {
        private final ServerSocket server;
        private final List<Socket> waiting = new ArrayList<>();

        Swallower(int port) throws IOException {
            server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
            boolean full = false;
            while (!full) {
                Socket socket = new Socket();
                waiting.add(socket);
                try {
                    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
                } catch (SocketTimeoutException expected) {
                    full = true;
                }
            }
        }

        void stop() throws IOException {
            for (Socket socket : waiting) {
                socket.close();
            }
            server.close();
        }
    }

    @Test
    void aCellThatSwallowsConnectsIsLeftOutThoughNobodyWaitsForLong() throws IOException {
        cell(1).stop();
        Swallower swallower = new Swallower(cell(1).port());
        try {
            startEdge();
            await(() -> {
                ask(get(HURRY));
                return leftOut() == 1;
            });
            for (int i = 0; i < 10; i++) {
                assertThat(ask(get(HURRY)).status()).isEqualTo(200);
            }
        } finally {
            swallower.stop();
        }
        cell(1).listen();
        await(() -> leftOut() == 0);
    }

    @Test
    void aCellAllOfWhoseConnectionsAreInUseIsNotGone() {
        routes = routes(1, TenantStatus.ACTIVE, 1);
        startEdge();
        List<HttpServerRequest> held = new ArrayList<>();
        cell(1).answers(held::add);
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < LIMITS.connectionsPerCellMax(); i++) {
                clients.add(client().send(get()));
            }
            await(() -> cell(1).seen.size() == LIMITS.connectionsPerCellMax());
            int before = cell(1).probes();
            assertThat(ask(get(HURRY)).problem()).isEqualTo("deadline-exceeded");
            await(() -> cell(1).probes() > before);
            cell(1).answers(request -> request.response().end("well"));
            others.runOnContext(go -> held.forEach(request -> request.response().end("late")));
            clients.forEach(client -> assertThat(client.answer().status()).isEqualTo(200));
            assertThat(ask(get(HURRY)).text()).isEqualTo("well");
            assertThat(leftOut()).isZero();
        } finally {
            clients.forEach(RawClient::close);
            others.runOnContext(go -> cell(1).crash());
        }
    }
}

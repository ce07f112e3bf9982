package dev.cellmesh.local.wan;

import static dev.cellmesh.local.wan.Peers.EAST;
import static dev.cellmesh.local.wan.Peers.WEST;
import static dev.cellmesh.local.wan.WanFaultIT.assertRefused;
import static dev.cellmesh.local.wan.WanFaultIT.assertReset;
import static dev.cellmesh.local.wan.WanFaultIT.await;
import static dev.cellmesh.local.wan.WanFaultIT.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.runtime.node.Endpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How do connections end, how much is kept for them, and what is counted? */
class WanLimitsIT {
    /** Of all sockets' own buffers on the way, with room; the kernel may grow each to some MiB. */
    private static final int MORE_THAN_SOCKETS_HOLD = 128 * 1024 * 1024;

    private Peers peers;
    private WanFabric fabric;
    private Endpoint link;

    @BeforeEach
    void open() throws IOException {
        peers = new Peers();
        fabric = WanFabric.open(Peers.ALL, RoundTrips.NONE.with(EAST, WEST, 4), 7);
        link = fabric.link(EAST, WEST, peers.target());
    }

    @AfterEach
    void close() throws IOException {
        fabric.close();
        peers.close();
    }

    @Test
    void aHalfClosedConnectionStillSpeaksTheOtherWay() throws Exception {
        try (Socket client = Peers.connect(link);
                Socket target = peers.accept()) {
            client.getOutputStream().write(1);
            client.shutdownOutput();
            assertThat(target.getInputStream().read()).isEqualTo(1);
            assertThat(target.getInputStream().read()).isEqualTo(-1);
            byte[] answer = WanLinkIT.bytes(1, 500_000);
            CompletableFuture<Void> sending = WanLinkIT.writeInPieces(target, answer, 2);
            assertThat(WanLinkIT.read(client, answer.length)).isEqualTo(answer);
            sending.join();
            target.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        await(() -> fabric.counters(EAST, WEST).connectionsOpen() == 0);
    }

    @Test
    void theTargetMayEndFirst() throws Exception {
        try (Socket client = Peers.connect(link);
                Socket target = peers.accept()) {
            say(client, target, 1);
            target.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            say(client, target, 2);
        }
        await(() -> fabric.counters(EAST, WEST).connectionsOpen() == 0);
    }

    @Test
    void aResetPassesOn() throws Exception {
        try (Socket client = Peers.connect(link);
                Socket target = peers.accept()) {
            say(client, target, 1);
            client.setSoLinger(true, 0);
            try (client) {
                say(target, client, 2);
            }
            assertReset(target);
        }
        await(() -> fabric.counters(EAST, WEST).connectionsOpen() == 0);
    }

    @Test
    void aSlowReaderHoldsItsWriterBack() throws Exception {
        byte[] sent = WanLinkIT.bytes(1, MORE_THAN_SOCKETS_HOLD);
        try (Socket client = Peers.connect(link);
                Socket target = peers.accept()) {
            CompletableFuture<Void> sending = WanLinkIT.writeInPieces(client, sent, 2);
            await(() -> fabric.counters(EAST, WEST).bytesHeld() >= 4 * 1024 * 1024);
            assertThat(fabric.counters(EAST, WEST).bytesHeld()).isLessThan(5 * 1024 * 1024);
            assertThat(sending).isNotDone();
            assertThat(WanLinkIT.read(target, sent.length)).isEqualTo(sent);
            sending.join();
            await(() -> fabric.counters(EAST, WEST).bytesHeld() == 0);
        }
    }

    @Test
    void manyStalledFlowsShareTheMemoryAndLoseNothing() throws Exception {
        int flows = 24;
        byte[] sent = WanLinkIT.bytes(1, 16 * 1024 * 1024);
        fabric.change(EAST, WEST, now -> now.withDelayMillis(0));
        List<Socket> clients = new ArrayList<>();
        List<Socket> targets = new ArrayList<>();
        try {
            for (int i = 0; i < flows; i++) {
                clients.add(Peers.connect(link));
                targets.add(peers.accept());
                say(clients.get(i), targets.get(i), 1);
            }
            fabric.change(EAST, WEST, now -> now.withStalled(true));
            List<CompletableFuture<Void>> sending = clients.stream()
                    .map(client -> WanLinkIT.writeInPieces(client, sent, 3))
                    .toList();
            await(() -> fabric.counters(EAST, WEST).bytesHeld() >= Courier.HELD_BYTES_MAX);
            assertThat(fabric.counters(EAST, WEST).bytesHeld()).isLessThan(Courier.HELD_BYTES_MAX + 8 * 1024 * 1024);
            fabric.change(EAST, WEST, now -> now.withStalled(false));
            List<CompletableFuture<byte[]>> got = new ArrayList<>();
            for (Socket target : targets) {
                CompletableFuture<byte[]> bytes = new CompletableFuture<>();
                Thread.startVirtualThread(() -> bytes.complete(WanLinkIT.read(target, sent.length)));
                got.add(bytes);
            }
            for (CompletableFuture<byte[]> bytes : got) {
                assertThat(bytes.join()).isEqualTo(sent);
            }
            sending.forEach(CompletableFuture::join);
        } finally {
            for (Socket each : clients) {
                each.close();
            }
            for (Socket each : targets) {
                each.close();
            }
        }
    }

    @Test
    void oneTooManyIsRefused() throws Exception {
        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < WanLink.CONNECTIONS_MAX; i++) {
                clients.add(Peers.connect(link));
            }
            await(() -> fabric.counters(EAST, WEST).connectionsOpened() == WanLink.CONNECTIONS_MAX);
            assertRefused(link);
            assertThat(fabric.counters(EAST, WEST).connectionsRefused()).isEqualTo(1);
        } finally {
            for (Socket each : clients) {
                each.close();
            }
        }
    }

    @Test
    void flightsCountTheWaitsAndNotThePackets() throws Exception {
        try (Socket client = Peers.connect(link);
                Socket target = peers.accept()) {
            for (int call = 0; call < 5; call++) {
                say(client, target, 1);
                say(client, target, 2);
                say(target, client, 3);
            }
            assertThat(fabric.counters(EAST, WEST).flights()).isEqualTo(5);
            assertThat(fabric.counters(WEST, EAST).flights()).isEqualTo(5);
            assertThat(fabric.counters(EAST, WEST).bytes()).isEqualTo(10);
            assertThat(fabric.counters(WEST, EAST).bytes()).isEqualTo(5);
            WanFabric.LinkView view = fabric.links().iterator().next();
            assertThat(view.there().flights()).isEqualTo(5);
            assertThat(view.back().bytes()).isEqualTo(5);
        }
    }

    @Test
    void closingLeavesNothing() throws Exception {
        try (Socket client = Peers.connect(link);
                Socket target = peers.accept()) {
            say(client, target, 1);
            fabric.close();
            assertReset(client);
            assertReset(target);
        }
        assertThatThrownBy(() -> Peers.connect(link)).isInstanceOf(ConnectException.class);
        assertThat(fabric.isRunning()).isFalse();
        assertThatThrownBy(() -> fabric.link(WEST, EAST, peers.target())).isInstanceOf(IllegalStateException.class);
    }
}

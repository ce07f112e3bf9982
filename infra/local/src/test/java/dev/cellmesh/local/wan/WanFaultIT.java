package dev.cellmesh.local.wan;

import static dev.cellmesh.local.wan.Peers.ASIA;
import static dev.cellmesh.local.wan.Peers.EAST;
import static dev.cellmesh.local.wan.Peers.WEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.runtime.node.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What do real sockets see when the conditions change under them? */
class WanFaultIT {
    /** Long enough for what must not come to come, if it came. */
    private static final int SILENCE_MILLIS = 100;

    private Peers peers;
    private WanFabric fabric;
    private Endpoint link;

    @BeforeEach
    void open() throws IOException {
        peers = new Peers();
        fabric = WanFabric.open(Peers.ALL, RoundTrips.NONE, 7);
        link = fabric.link(EAST, WEST, peers.target());
    }

    @AfterEach
    void close() throws IOException {
        fabric.close();
        peers.close();
    }

    @Test
    void theDelayChangesWhileRunning() throws Exception {
        try (Socket client = Peers.connect(link);
                Socket target = peers.accept()) {
            say(client, target, 1);
            fabric.change(EAST, WEST, now -> now.withDelayMillis(30));
            long asked = System.nanoTime();
            say(client, target, 2);
            assertThat(System.nanoTime() - asked).isGreaterThanOrEqualTo(30_000_000);
            fabric.restore(EAST, WEST);
            say(client, target, 3);
        }
    }

    @Test
    void aShorterDelayHoldsForWhatIsOnItsWay() throws Exception {
        try (Socket client = Peers.connect(link);
                Socket target = peers.accept()) {
            fabric.change(EAST, WEST, now -> now.withDelayMillis(LinkConditions.DELAY_MILLIS_MAX));
            client.getOutputStream().write(1);
            awaitHeld(EAST, WEST);
            fabric.restore(EAST, WEST);
            assertThat(target.getInputStream().read()).isEqualTo(1);
        }
    }

    @Test
    void aStallHoldsAndThenDeliversAll() throws Exception {
        try (Socket client = Peers.connect(link);
                Socket target = peers.accept()) {
            say(client, target, 1);
            fabric.change(EAST, WEST, now -> now.withStalled(true));
            byte[] sent = WanLinkIT.bytes(1, 2_000_000);
            CompletableFuture<Void> sending = WanLinkIT.writeInPieces(client, sent, 2);
            assertSilent(target);
            say(target, client, 4);
            fabric.change(EAST, WEST, now -> now.withStalled(false));
            assertThat(WanLinkIT.read(target, sent.length)).isEqualTo(sent);
            sending.join();
        }
    }

    @Test
    void aSlowWireTakesItsTimeAndAFasterOneHelpsAtOnce() throws Exception {
        try (Socket client = Peers.connect(link);
                Socket target = peers.accept()) {
            say(client, target, 1);
            fabric.change(EAST, WEST, now -> now.withBandwidthBytesPerSecond(100_000));
            long began = System.nanoTime();
            byte[] sent = WanLinkIT.bytes(1, 20_000);
            client.getOutputStream().write(sent);
            assertThat(WanLinkIT.read(target, sent.length)).isEqualTo(sent);
            assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(200_000_000);

            fabric.change(EAST, WEST, now -> now.withBandwidthBytesPerSecond(1));
            client.getOutputStream().write(sent);
            awaitHeld(EAST, WEST);
            fabric.restore(EAST, WEST);
            assertThat(WanLinkIT.read(target, sent.length)).isEqualTo(sent);
        }
    }

    @Test
    void aLoudCutResetsAndHeals() throws Exception {
        try (Socket client = Peers.connect(link);
                Socket target = peers.accept();
                Socket otherWay = Peers.connect(fabric.link(WEST, EAST, peers.target()));
                Socket otherTarget = peers.accept();
                Socket elsewhere = Peers.connect(fabric.link(EAST, ASIA, peers.target()));
                Socket elsewhereTarget = peers.accept()) {
            say(client, target, 1);
            say(otherWay, otherTarget, 1);
            say(elsewhere, elsewhereTarget, 1);
            fabric.change(EAST, WEST, now -> now.withCut(Cut.RESET));
            for (Socket each : List.of(client, target, otherWay, otherTarget)) {
                assertReset(each);
            }
            say(elsewhere, elsewhereTarget, 2);
            assertRefused(link);
            assertThat(fabric.counters(EAST, WEST).connectionsRefused()).isPositive();
        }
        fabric.restore(EAST, WEST);
        try (Socket client = Peers.connect(link);
                Socket target = peers.accept()) {
            say(client, target, 3);
            say(target, client, 4);
        }
    }

    @Test
    void aBlackholeSwallowsOneWayOnly() throws Exception {
        try (Socket client = Peers.connect(link);
                Socket target = peers.accept();
                Socket quiet = Peers.connect(link);
                Socket quietTarget = peers.accept()) {
            say(client, target, 1);
            say(quiet, quietTarget, 1);
            fabric.change(EAST, WEST, now -> now.withCut(Cut.BLACKHOLE));
            client.getOutputStream().write(2);
            assertSilent(target);
            say(target, client, 3);
            say(quietTarget, quiet, 3);

            fabric.restore(EAST, WEST);
            assertReset(client);
            assertReset(target);
            say(quiet, quietTarget, 4);
        }
    }

    @Test
    void aBlackholeSwallowsTheEndToo() throws Exception {
        Socket client = Peers.connect(link);
        try (Socket target = peers.accept()) {
            try (client) {
                say(client, target, 1);
                fabric.change(EAST, WEST, now -> now.withCut(Cut.BLACKHOLE));
            }
            assertSilent(target);
            fabric.restore(EAST, WEST);
            assertReset(target);
        }
        await(() -> fabric.counters(EAST, WEST).connectionsOpen() == 0);
    }

    @Test
    void noConnectionOpensThroughABlackholeEitherWay() throws Exception {
        peers.server.setSoTimeout(SILENCE_MILLIS);
        fabric.change(EAST, WEST, now -> now.withCut(Cut.BLACKHOLE));
        try (Socket client = Peers.connect(link)) {
            client.getOutputStream().write(1);
            assertThatThrownBy(peers::accept).isInstanceOf(SocketTimeoutException.class);
        }
        fabric.restore(EAST, WEST);
        fabric.change(WEST, EAST, now -> now.withCut(Cut.BLACKHOLE));
        try (Socket client = Peers.connect(link)) {
            client.getOutputStream().write(1);
            assertThatThrownBy(peers::accept).isInstanceOf(SocketTimeoutException.class);
            fabric.restore(WEST, EAST);
            assertReset(client);
        }
        await(() -> fabric.counters(EAST, WEST).connectionsOpen() == 0);
    }

    @Test
    void aRepointedListenerLeadsElsewhere() throws Exception {
        try (Peers promoted = new Peers();
                Socket old = Peers.connect(link);
                Socket oldTarget = peers.accept()) {
            say(old, oldTarget, 1);
            fabric.repoint(link, ASIA, promoted.target());
            assertReset(old);
            try (Socket client = Peers.connect(link);
                    Socket target = promoted.accept()) {
                say(client, target, 2);
            }
            assertThat(fabric.link(EAST, ASIA, promoted.target())).isEqualTo(link);
            assertThat(fabric.link(EAST, WEST, peers.target())).isNotEqualTo(link);
        }
    }

    @Test
    void aTargetThatIsNotThereResetsTheClient() throws Exception {
        Endpoint nobody;
        try (ServerSocket closed = new ServerSocket(0)) {
            nobody = Endpoint.local(closed.getLocalPort());
        }
        assertRefused(fabric.link(EAST, WEST, nobody));
        await(() -> fabric.counters(EAST, WEST).connectionsOpen() == 0);
    }

    static void say(Socket from, Socket to, int word) throws IOException {
        from.getOutputStream().write(word);
        assertThat(to.getInputStream().read()).isEqualTo(word);
    }

    static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(SILENCE_MILLIS);
        InputStream in = socket.getInputStream();
        assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(Peers.PATIENCE_MILLIS);
    }

    static void assertReset(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        assertThatThrownBy(in::read).isInstanceOf(SocketException.class).isNotInstanceOf(SocketTimeoutException.class);
    }

    /** The reset may come while the client still connects, or later. */
    static void assertRefused(Endpoint endpoint) {
        assertThatThrownBy(() -> {
                    try (Socket refused = Peers.connect(endpoint)) {
                        refused.getInputStream().read();
                    }
                })
                .isInstanceOf(SocketException.class)
                .isNotInstanceOf(SocketTimeoutException.class);
    }

    private void awaitHeld(dev.cellmesh.model.Region from, dev.cellmesh.model.Region to) {
        await(() -> fabric.counters(from, to).bytesHeld() > 0);
    }

    static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + Peers.PATIENCE_MILLIS * 1_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(until);
            LockSupport.parkNanos(1_000_000);
        }
    }
}

package dev.cellmesh.local.wan;

import static dev.cellmesh.local.wan.Peers.ASIA;
import static dev.cellmesh.local.wan.Peers.EAST;
import static dev.cellmesh.local.wan.Peers.WEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.node.Endpoint;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What do real sockets see through a link? */
class WanLinkIT {
    private static final RoundTrips SHORT =
            RoundTrips.NONE.with(EAST, WEST, 20).with(EAST, ASIA, 40).with(WEST, ASIA, 0);

    private Peers peers;
    private WanFabric fabric;

    @BeforeEach
    void open() throws IOException {
        peers = new Peers();
        fabric = WanFabric.open(Peers.ALL, SHORT, 7);
    }

    @AfterEach
    void close() throws IOException {
        fabric.close();
        peers.close();
    }

    @Test
    void withinARegionThereIsNoLink() {
        assertThat(fabric.link(EAST, EAST, peers.target())).isEqualTo(peers.target());
    }

    @Test
    void theSameQuestionHasTheSameAnswer() {
        assertThat(fabric.link(EAST, WEST, peers.target())).isEqualTo(fabric.link(EAST, WEST, peers.target()));
        assertThat(fabric.link(EAST, WEST, peers.target())).isNotEqualTo(fabric.link(ASIA, WEST, peers.target()));
    }

    @Test
    void bytesArriveIntactAndInOrderBothWays() throws Exception {
        fabric.setBoth(EAST, WEST, new LinkConditions(2, 3, LinkConditions.UNLIMITED, false, Cut.NONE));
        try (Socket client = Peers.connect(fabric.link(EAST, WEST, peers.target()));
                Socket target = peers.accept()) {
            byte[] there = bytes(1, 3_000_000);
            byte[] back = bytes(2, 2_000_000);
            CompletableFuture<Void> sending = writeInPieces(client, there, 3);
            CompletableFuture<Void> answering = writeInPieces(target, back, 4);
            CompletableFuture<byte[]> got = CompletableFuture.supplyAsync(() -> read(target, there.length));
            assertThat(read(client, back.length)).isEqualTo(back);
            assertThat(got.join()).isEqualTo(there);
            sending.join();
            answering.join();
        }
    }

    @Test
    void anAnswerTakesTheSetUpAndTheRoundTrip() throws Exception {
        long began = System.nanoTime();
        try (Socket client = Peers.connect(fabric.link(EAST, WEST, peers.target()))) {
            client.getOutputStream().write(1);
            try (Socket target = peers.accept()) {
                assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(10_000_000);
                assertThat(target.getInputStream().read()).isEqualTo(1);
                assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(30_000_000);
                target.getOutputStream().write(2);
                assertThat(client.getInputStream().read()).isEqualTo(2);
                assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(40_000_000);

                long asked = System.nanoTime();
                client.getOutputStream().write(3);
                assertThat(target.getInputStream().read()).isEqualTo(3);
                assertThat(System.nanoTime() - asked).isGreaterThanOrEqualTo(10_000_000);
                target.getOutputStream().write(4);
                assertThat(client.getInputStream().read()).isEqualTo(4);
                assertThat(System.nanoTime() - asked).isGreaterThanOrEqualTo(20_000_000);
            }
        }
    }

    @Test
    void aTargetThatSpeaksFirstIsHeardAfterTwoRoundTrips() throws Exception {
        long began = System.nanoTime();
        try (Socket client = Peers.connect(fabric.link(EAST, WEST, peers.target()));
                Socket target = peers.accept()) {
            target.getOutputStream().write(1);
            assertThat(client.getInputStream().read()).isEqualTo(1);
            assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(40_000_000);
        }
    }

    @Test
    void bytesStayInOrderWhateverChangesUnderThem() throws Exception {
        try (Socket client = Peers.connect(fabric.link(EAST, WEST, peers.target()));
                Socket target = peers.accept()) {
            byte[] there = bytes(1, 6_000_000);
            byte[] back = bytes(2, 3_000_000);
            List<CompletableFuture<?>> all = List.of(
                    writeInPieces(client, there, 3),
                    writeInPieces(target, back, 4),
                    readAside(target, there),
                    readAside(client, back));
            Random random = new Random(5);
            for (int change = 0; change < 3_000; change++) {
                LinkConditions conditions = new LinkConditions(
                        random.nextInt(20),
                        random.nextInt(5),
                        random.nextBoolean() ? LinkConditions.UNLIMITED : 1 + random.nextInt(50_000_000),
                        random.nextInt(4) == 0,
                        Cut.NONE);
                fabric.set(EAST, WEST, conditions);
                fabric.set(WEST, EAST, conditions.withStalled(random.nextInt(4) == 0));
                Thread.yield();
            }
            fabric.restore(EAST, WEST);
            fabric.restore(WEST, EAST);
            all.forEach(CompletableFuture::join);
        }
    }

    @Test
    void aListenerRepointedIntoItsOwnRegionForwards() throws Exception {
        Endpoint link = fabric.link(EAST, WEST, new Endpoint("127.0.0.1", 1));
        fabric.repoint(link, EAST, peers.target());
        try (Socket client = Peers.connect(link);
                Socket target = peers.accept()) {
            WanFaultIT.say(client, target, 1);
            WanFaultIT.say(target, client, 2);
        }
        WanFaultIT.await(() -> fabric.counters(EAST, EAST).connectionsOpen() == 0);
    }

    static CompletableFuture<Void> readAside(Socket from, byte[] expected) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                assertThat(read(from, expected.length)).isEqualTo(expected);
                done.complete(null);
            } catch (AssertionError | RuntimeException failed) {
                done.completeExceptionally(failed);
            }
        });
        return done;
    }

    static byte[] bytes(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static byte[] read(Socket from, int length) {
        try {
            byte[] bytes = new byte[length];
            new DataInputStream(from.getInputStream()).readFully(bytes);
            return bytes;
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    static CompletableFuture<Void> writeInPieces(Socket to, byte[] bytes, long seed) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            Random random = new Random(seed);
            try {
                for (int at = 0; at < bytes.length; ) {
                    int length = Math.min(bytes.length - at, 1 + random.nextInt(random.nextBoolean() ? 64 : 100_000));
                    to.getOutputStream().write(bytes, at, length);
                    at += length;
                }
                done.complete(null);
            } catch (IOException failed) {
                done.completeExceptionally(failed);
            }
        });
        return done;
    }
}

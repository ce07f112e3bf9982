package dev.cellmesh.load.overhead;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How many requests does a server answer when it never has nothing to do? A closed loop, on purpose: each connection sends its
 * next request when it has its answer, which finds the highest throughput and says nothing about latency. On one thread, with
 * plain sockets and bytes that are ready, because whatever it costs is taken from the servers on the same cores.
 */
final class Saturation {
    private static final int BUFFER_BYTES = 16 << 10;
    /** After the end, answers that are still to come may take this long. */
    private static final long LAST_ANSWER_MILLIS_MAX = 10_000;

    private final LongSupplier nanoClock;

    Saturation(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** @param tookNanos from the first request to the last answer */
    record Count(long good, long others, long tookNanos) {}

    private static final class Connection {
        private final int number;
        private final SocketChannel channel;
        private final AnswerReader answer = new AnswerReader();

        Connection(int number, SocketChannel channel) {
            this.number = number;
            this.channel = channel;
        }
    }

    /**
     * Blocks for about {@code forNanos}.
     *
     * @throws IOException when a connection is lost: servers that are measured do not close theirs
     */
    Count run(int port, Requests requests, int connections, int goodStatus, long forNanos) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        List<Connection> all = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                SocketChannel channel =
                        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                Connection connection = new Connection(i, channel);
                all.add(connection);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, connection);
            }
            long beganNanos = nanoClock.getAsLong();
            for (Connection connection : all) {
                send(connection, requests, buffer);
            }
            Tally tally = new Tally(goodStatus);
            int open = connections;
            while (open > 0) {
                if (selector.select(LAST_ANSWER_MILLIS_MAX) == 0) {
                    throw new IOException("no answer within " + LAST_ANSWER_MILLIS_MAX + " ms");
                }
                boolean over = nanoClock.getAsLong() - beganNanos >= forNanos;
                for (SelectionKey key : selector.selectedKeys()) {
                    Connection connection = (Connection) key.attachment();
                    if (!isAnswered(connection, buffer)) {
                        continue;
                    }
                    tally.add(connection.answer.status());
                    if (over) {
                        open--;
                    } else {
                        connection.answer.reset();
                        send(connection, requests, buffer);
                    }
                }
                selector.selectedKeys().clear();
            }
            return new Count(tally.good, tally.others, nanoClock.getAsLong() - beganNanos);
        } finally {
            for (Connection connection : all) {
                connection.channel.close();
            }
        }
    }

    private static void send(Connection connection, Requests requests, ByteBuffer buffer) throws IOException {
        buffer.clear().put(requests.next(connection.number)).flip();
        // A request is far smaller than what a socket takes, and the one before it has been read.
        while (buffer.hasRemaining()) {
            connection.channel.write(buffer);
        }
    }

    private static boolean isAnswered(Connection connection, ByteBuffer buffer) throws IOException {
        buffer.clear();
        if (connection.channel.read(buffer) < 0) {
            throw new IOException("the server closed a connection");
        }
        return connection.answer.take(buffer.flip());
    }

    private static final class Tally {
        private final int goodStatus;
        private long good;
        private long others;

        Tally(int goodStatus) {
            this.goodStatus = goodStatus;
        }

        void add(int status) {
            if (status == goodStatus) {
                good++;
            } else {
                others++;
            }
        }
    }
}

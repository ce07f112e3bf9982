package dev.cellmesh.local.wan;

import dev.cellmesh.runtime.node.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;

/**
 * When was each message of one connection sent, and when did it come? One thread sends; another receives, and checks that
 * they come in their order.
 */
final class BenchmarkLane implements AutoCloseable {
    private static final int MESSAGE_BYTES = WanLinkBenchmark.MESSAGE_BYTES;
    private static final int ANSWER_MILLIS_MAX = 30_000;

    final long[] sentNanos;
    private final long[] cameNanos;
    private final Socket out;
    private final Socket in;
    private final Thread receiver;
    private final ByteBuffer message = ByteBuffer.allocate(MESSAGE_BYTES);

    private BenchmarkLane(Socket out, Socket in, int count) {
        this.out = out;
        this.in = in;
        this.sentNanos = new long[count];
        this.cameNanos = new long[count];
        this.receiver = Thread.ofPlatform().daemon().name("bench-receiver").start(this::receiveAll);
    }

    static BenchmarkLane open(Endpoint at, ServerSocket server, int count) throws IOException {
        Socket out = new Socket();
        out.connect(new InetSocketAddress(at.host(), at.port()), ANSWER_MILLIS_MAX);
        out.setTcpNoDelay(true);
        Socket in = server.accept();
        in.setSoTimeout(ANSWER_MILLIS_MAX);
        return new BenchmarkLane(out, in, count);
    }

    void send(int number) throws IOException {
        message.putInt(0, number);
        sentNanos[number] = System.nanoTime();
        out.getOutputStream().write(message.array());
    }

    private void receiveAll() {
        ByteBuffer got = ByteBuffer.allocate(MESSAGE_BYTES);
        try {
            InputStream bytes = in.getInputStream();
            for (int expected = 0; expected < cameNanos.length; expected++) {
                int length = bytes.readNBytes(got.array(), 0, MESSAGE_BYTES);
                cameNanos[expected] = System.nanoTime();
                if (length != MESSAGE_BYTES || got.getInt(0) != expected) {
                    throw new IOException("message " + expected + " did not come in its turn");
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** @throws IOException when not all messages came, in their order */
    void awaitAll() throws IOException, InterruptedException {
        receiver.join(ANSWER_MILLIS_MAX);
        if (cameNanos[cameNanos.length - 1] == 0) {
            throw new IOException("not all messages came");
        }
    }

    long tookNanos(int number) {
        return cameNanos[number] - sentNanos[number];
    }

    @Override
    public void close() throws IOException {
        out.close();
        in.close();
    }
}

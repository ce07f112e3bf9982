package dev.cellmesh.local.wan;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Does a link add the delay that it was asked for? Sends messages at a constant rate, whether or not the earlier ones have
 * arrived, through a link, and, half a period later each, over a direct connection as the control. The error of a message is
 * {@code (link's one-way time) - (median one-way time of the control) - (delay asked)}. All times are of one clock, in one
 * process.
 */
public final class WanLinkBenchmark {
    /** The figure to reach: at p99. */
    public static final double ERROR_MILLIS_MAX = 1.0;

    private static final List<Double> DELAYS_MILLIS = List.of(5.0, 40.0, 110.0);
    private static final int MESSAGES_PER_SECOND = 1_000;
    private static final int SECONDS = 10;

    /** Sent but not counted: code is compiled, and sockets have grown their windows. */
    private static final int WARM_UP_SECONDS = 3;

    private static final int MESSAGE_BYTES = 128;
    private static final long RECORDABLE_NANOS_MAX = TimeUnit.SECONDS.toNanos(100);
    private static final int DIGITS = 3;
    private static final double NANOS_PER_MILLI = 1_000_000;
    private static final Region FROM = new Region("us-east1");
    private static final Region TO = new Region("europe-west1");

    /** What one delay showed. Errors in milliseconds. */
    public record Result(
            double delayMillis,
            Histogram errorNanos,
            double earliestMillis,
            Histogram controlNanos,
            double courierCpuShare) {
        public boolean isPassed() {
            return errorNanos.getValueAtPercentile(99) <= ERROR_MILLIS_MAX * NANOS_PER_MILLI;
        }
    }

    private WanLinkBenchmark() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        System.exit(run(System.out));
    }

    /** Prints the figures, and returns the exit code: 0 when all are reached. */
    public static int run(PrintStream out) throws IOException, InterruptedException {
        out.printf(
                "WAN link: %,d messages/s of %d bytes, open loop, %d s for each delay; error = link - control p50 - asked%n",
                MESSAGES_PER_SECOND, MESSAGE_BYTES, SECONDS);
        out.printf(
                "%10s %10s | %9s %9s %9s %9s %9s | %9s %9s %9s | %s%n",
                "asked ms",
                "messages",
                "|err| p50",
                "p99",
                "p99.9",
                "max",
                "earliest",
                "ctl p50",
                "p99",
                "max",
                "CPU of the links");
        boolean passed = true;
        for (double delayMillis : DELAYS_MILLIS) {
            Result result = measure(delayMillis, MESSAGES_PER_SECOND, WARM_UP_SECONDS, SECONDS);
            passed &= result.isPassed();
            print(out, result);
        }
        out.printf(
                "%s: |error| p99 %s %.1f ms at every delay%n",
                passed ? "PASS" : "FAIL", passed ? "<=" : "is not <=", ERROR_MILLIS_MAX);
        return passed ? 0 : 1;
    }

    private static void print(PrintStream out, Result result) {
        Histogram error = result.errorNanos();
        Histogram control = result.controlNanos();
        out.printf(
                "%10.1f %,10d | %9.3f %9.3f %9.3f %9.3f %9.3f | %9.3f %9.3f %9.3f | %.1f %% of a core%n",
                result.delayMillis(),
                error.getTotalCount(),
                error.getValueAtPercentile(50) / NANOS_PER_MILLI,
                error.getValueAtPercentile(99) / NANOS_PER_MILLI,
                error.getValueAtPercentile(99.9) / NANOS_PER_MILLI,
                error.getMaxValue() / NANOS_PER_MILLI,
                result.earliestMillis(),
                control.getValueAtPercentile(50) / NANOS_PER_MILLI,
                control.getValueAtPercentile(99) / NANOS_PER_MILLI,
                control.getMaxValue() / NANOS_PER_MILLI,
                result.courierCpuShare() * 100);
    }

    /** One delay, for the given time after the warm-up. */
    public static Result measure(double delayMillis, int messagesPerSecond, int warmUpSeconds, int seconds)
            throws IOException, InterruptedException {
        try (WanFabric fabric = WanFabric.open(List.of(FROM, TO), RoundTrips.NONE.with(FROM, TO, 2 * delayMillis), 1);
                ServerSocket server = new ServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
            Endpoint target = Endpoint.local(server.getLocalPort());
            int count = messagesPerSecond * (warmUpSeconds + seconds);
            try (Lane control = Lane.open(target, server, count);
                    Lane link = Lane.open(fabric.link(FROM, TO, target), server, count)) {
                long cpuBefore = courierCpuNanos();
                long began = System.nanoTime();
                sendAll(List.of(control, link), count, messagesPerSecond);
                control.awaitAll();
                link.awaitAll();
                double cpuShare = (double) (courierCpuNanos() - cpuBefore) / (System.nanoTime() - began);
                return judge(delayMillis, control, link, messagesPerSecond * warmUpSeconds, cpuShare);
            }
        }
    }

    private static void sendAll(List<Lane> lanes, int count, int messagesPerSecond) throws IOException {
        long periodNanos = TimeUnit.SECONDS.toNanos(1) / messagesPerSecond;
        long began = System.nanoTime() + periodNanos;
        for (int number = 0; number < count; number++) {
            for (int lane = 0; lane < lanes.size(); lane++) {
                long planned = began + number * periodNanos + lane * periodNanos / lanes.size();
                for (long wait = planned - System.nanoTime(); wait > 0; wait = planned - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                lanes.get(lane).send(number);
            }
        }
    }

    private static Result judge(double delayMillis, Lane control, Lane link, int skipped, double cpuShare) {
        Histogram controlNanos = new Histogram(RECORDABLE_NANOS_MAX, DIGITS);
        for (int number = skipped; number < control.sentNanos.length; number++) {
            controlNanos.recordValue(control.tookNanos(number));
        }
        long expected = Math.round(delayMillis * NANOS_PER_MILLI) + controlNanos.getValueAtPercentile(50);
        Histogram errorNanos = new Histogram(RECORDABLE_NANOS_MAX, DIGITS);
        long earliest = Long.MAX_VALUE;
        for (int number = skipped; number < link.sentNanos.length; number++) {
            long error = link.tookNanos(number) - expected;
            errorNanos.recordValue(Math.abs(error));
            earliest = Math.min(earliest, error);
        }
        return new Result(delayMillis, errorNanos, earliest / NANOS_PER_MILLI, controlNanos, cpuShare);
    }

    private static long courierCpuNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith(Courier.THREAD_PREFIX))
                .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.getThreadId())))
                .sum();
    }

    /** One connection, with the time at which each message was sent and came. */
    private static final class Lane implements AutoCloseable {
        private static final int ANSWER_MILLIS_MAX = 30_000;

        final long[] sentNanos;
        private final long[] cameNanos;
        private final Socket out;
        private final Socket in;
        private final Thread receiver;
        private final ByteBuffer message = ByteBuffer.allocate(MESSAGE_BYTES);

        private Lane(Socket out, Socket in, int count) {
            this.out = out;
            this.in = in;
            this.sentNanos = new long[count];
            this.cameNanos = new long[count];
            this.receiver = Thread.ofPlatform().daemon().name("bench-receiver").start(this::receiveAll);
        }

        static Lane open(Endpoint at, ServerSocket server, int count) throws IOException {
            Socket out = new Socket();
            out.connect(new InetSocketAddress(at.host(), at.port()), ANSWER_MILLIS_MAX);
            out.setTcpNoDelay(true);
            Socket in = server.accept();
            in.setSoTimeout(ANSWER_MILLIS_MAX);
            return new Lane(out, in, count);
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
}

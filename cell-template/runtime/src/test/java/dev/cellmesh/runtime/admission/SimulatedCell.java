package dev.cellmesh.runtime.admission;

import dev.cellmesh.runtime.admission.ConcurrencyLimit.Sample;
import dev.cellmesh.runtime.admission.ConcurrencyLimit.Way;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * What does a limit do to a cell whose requests share some servers (connections, cores)? A discrete-event simulation: Poisson arrivals,
 * nearly constant service, then a delay that nobody shares, such as a WAN's.
 */
final class SimulatedCell {
    static final long MILLI = 1_000_000L;

    private final Random random = new Random(7);
    private final ConcurrencyLimit limit;
    private final long[] serversFreeAt;
    private final PriorityQueue<Done> inFlight = new PriorityQueue<>(Comparator.comparingLong(Done::atNanos));
    private long nowNanos;
    private long admitted;
    private long shed;
    private long tookNanosSum;

    private record Done(long atNanos, Sample sample) {}

    SimulatedCell(ConcurrencyLimit limit, int servers) {
        this.limit = limit;
        this.serversFreeAt = new long[servers];
    }

    /** What is asked for: service on a server, and a delay behind it. */
    record Kind(String service, String operation, double serviceMillis, double delayMillis) {}

    /** Runs for some time with some load; kinds are equally frequent. */
    void run(double seconds, double requestsPerSecond, Kind... kinds) {
        admitted = 0;
        shed = 0;
        tookNanosSum = 0;
        long endNanos = nowNanos + (long) (seconds * 1_000 * MILLI);
        while (nowNanos < endNanos) {
            nowNanos += (long) (-Math.log(1 - random.nextDouble()) / requestsPerSecond * 1_000 * MILLI);
            while (!inFlight.isEmpty() && inFlight.peek().atNanos() <= nowNanos) {
                limit.learn(inFlight.remove().sample());
            }
            if (inFlight.size() >= limit.current()) {
                shed++;
                continue;
            }
            admitted++;
            begin(kinds[random.nextInt(kinds.length)]);
        }
    }

    private void begin(Kind kind) {
        int first = 0;
        for (int i = 1; i < serversFreeAt.length; i++) {
            first = serversFreeAt[i] < serversFreeAt[first] ? i : first;
        }
        double jitter = 0.8 + 0.4 * random.nextDouble();
        long done = Math.max(nowNanos, serversFreeAt[first]) + (long) (kind.serviceMillis() * jitter * MILLI);
        if (kind.serviceMillis() > 0) {
            serversFreeAt[first] = done;
        }
        long answered = done + (long) (kind.delayMillis() * jitter * MILLI);
        tookNanosSum += answered - nowNanos;
        inFlight.add(new Done(
                answered,
                new Sample(
                        kind.service(),
                        new Way(kind.operation(), "us-east1"),
                        nowNanos,
                        answered - nowNanos,
                        inFlight.size() + 1,
                        inFlight.size() + 1,
                        false)));
    }

    double admittedPerSecond(double seconds) {
        return admitted / seconds;
    }

    double meanMillis() {
        return (double) tookNanosSum / admitted / MILLI;
    }

    long shed() {
        return shed;
    }
}

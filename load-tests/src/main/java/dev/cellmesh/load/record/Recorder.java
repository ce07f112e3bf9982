package dev.cellmesh.load.record;

import dev.cellmesh.load.record.Recording.Generator;
import dev.cellmesh.load.record.Recording.Measured;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * What came of the requests of one generator? One thread, the generator's loop, calls {@link #record} and the counters; it takes
 * no lock and makes no object: it puts the sample into a ring. Whoever asks ({@link #snapshot}, {@link #lastInterval}, best once
 * a second from a thread that is not the loop) empties the ring into histograms. Nothing is ever lost: when nobody asked for
 * {@value #RING} samples, the loop empties the ring itself, which takes some milliseconds.
 *
 * <p>Memory: the ring; a histogram of about 0.5 MB for each key (series, outcome, status) of the whole run; and a timeline of at most
 * {@link #TIMELINE_BYTES_MAX}, which gets coarser rather than larger. See {@code RATIONALE.md}.
 */
public final class Recorder {
    /** Samples that wait for being counted: 13 s at 5,000 a second. */
    static final int RING = 65_536;

    /**
     * About 4 bytes for each of three values of a sample and 300 for each key of each interval: 30 minutes at 500/s with 60 keys
     * take 43 MB.
     */
    static final long TIMELINE_BYTES_MAX = 96L << 20;

    private static final long INTERVAL_UNIT_NANOS = 10_000_000;

    private final Sample[] ring = new Sample[RING];
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong counted = new AtomicLong();

    private final AtomicLong intended = new AtomicLong();
    private final AtomicLong late = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong waited = new AtomicLong();

    private final long startNanos;
    private final LongSupplier nanoClock;
    private final Timeline timeline;
    private final Map<Recording.Key, Sum> sums = new HashMap<>();

    /** @param intervalNanos in steps of 10 ms, because times in the standard log format are rounded to 1 ms */
    public Recorder(long startNanos, long intervalNanos) {
        this(startNanos, intervalNanos, System::nanoTime, TIMELINE_BYTES_MAX);
    }

    Recorder(long startNanos, long intervalNanos, LongSupplier nanoClock, long timelineBytesMax) {
        if (intervalNanos < INTERVAL_UNIT_NANOS || intervalNanos % INTERVAL_UNIT_NANOS != 0) {
            throw new IllegalArgumentException("an interval is a multiple of 10 ms, not " + intervalNanos + " ns");
        }
        this.startNanos = startNanos;
        this.nanoClock = nanoClock;
        this.timeline = new Timeline(intervalNanos, timelineBytesMax);
    }

    /** A request ended. */
    public void record(Sample sample) {
        long at = written.getPlain();
        if (at - counted.getAcquire() >= RING) {
            count();
        }
        ring[(int) (at % RING)] = sample;
        written.setRelease(at + 1);
    }

    /** The schedule meant a request to start. */
    public void arrived() {
        add(intended, 1);
    }

    /** It started more than a millisecond after its time. */
    public void late() {
        add(late, 1);
    }

    /** So many were never sent. */
    public void dropped(long number) {
        add(dropped, number);
    }

    /** It found no free connection. */
    public void waitedForConnection() {
        add(waited, 1);
    }

    /** All that was recorded until now. Any thread. */
    public synchronized Recording snapshot() {
        count();
        Map<Recording.Key, Measured> cells = new HashMap<>();
        sums.forEach((key, sum) -> cells.put(key, sum.measured()));
        return new Recording(Map.copyOf(cells), timeline.copy(), timeline.intervalNanos(), generator());
    }

    /** What ended in the newest interval that is over by now; empty when nothing did. Any thread. */
    public synchronized Map<Recording.Key, Measured> lastInterval() {
        count();
        long running = timeline.startOf(nanoClock.getAsLong() - startNanos);
        return running == 0 ? Map.of() : timeline.at(running - timeline.intervalNanos());
    }

    /** Of the timeline as it is now: it gets longer in a long run. Any thread. */
    public synchronized long intervalNanos() {
        return timeline.intervalNanos();
    }

    /**
     * Counts what waits in the ring, so that whoever asks next has little left to do: where the generator shares its core, the
     * scheduler lets a long piece of work keep it waiting for milliseconds. Any thread but the loop.
     */
    public void catchUp() {
        count();
    }

    /** What the generator did until now. Any thread. */
    public Generator generator() {
        return new Generator(intended.getAcquire(), late.getAcquire(), dropped.getAcquire(), waited.getAcquire(), 1);
    }

    private synchronized void count() {
        long from = counted.getPlain();
        long to = written.getAcquire();
        if (from == to) {
            return;
        }
        Map<Long, Map<Recording.Key, Batch>> batches = new HashMap<>();
        for (long at = from; at < to; at++) {
            int slot = (int) (at % RING);
            Sample sample = ring[slot];
            ring[slot] = null;
            batches.computeIfAbsent(timeline.startOf(sample.endNanos() - startNanos), any -> new HashMap<>())
                    .computeIfAbsent(
                            new Recording.Key(sample.series(), sample.outcome(), sample.status()), any -> new Batch())
                    .add(sample);
        }
        counted.setRelease(to);
        batches.forEach((offset, keys) -> {
            Map<Recording.Key, Measured> interval = new HashMap<>();
            keys.forEach((key, batch) -> {
                Measured measured = batch.measured();
                interval.put(key, measured);
                sums.computeIfAbsent(key, any -> new Sum()).add(measured);
            });
            // It may have become coarser by the interval before.
            timeline.add(timeline.startOf(offset), interval);
        });
    }

    /** One thread writes, so that no compare-and-set is needed. */
    private static void add(AtomicLong counter, long number) {
        counter.setRelease(counter.getPlain() + number);
    }
}

package dev.cellmesh.load.run;

import dev.cellmesh.load.fault.FaultTimeline;
import dev.cellmesh.load.record.Recorder;
import dev.cellmesh.load.run.Progress.Second;
import dev.cellmesh.load.verdict.AbortRule;
import dev.cellmesh.load.verdict.AbortWatch;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** Looks at a run once a second, on a thread of its own so that it never holds up the generator: tells, and judges aborts. */
final class Watch implements AutoCloseable {
    private static final int CLOSE_SECONDS_MAX = 5;
    /** At 5,000 a second, a hundred samples: counted in a tenth of a millisecond. */
    private static final long CATCH_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Recorder recorder;
    private final FaultTimeline faults;
    private final IntSupplier underWay;
    private final Progress progress;
    private final List<AbortRule> rules;
    private final AbortWatch aborts;
    private final Consumer<String> abort;
    private final long startNanos;
    private final long durationNanos;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("load-watch").factory());

    Watch(
            Recorder recorder,
            FaultTimeline faults,
            IntSupplier underWay,
            Progress progress,
            List<AbortRule> rules,
            Consumer<String> abort,
            long startNanos,
            long durationNanos) {
        this.recorder = recorder;
        this.faults = faults;
        this.underWay = underWay;
        this.progress = progress;
        this.rules = rules;
        this.aborts = new AbortWatch(rules);
        this.abort = abort;
        this.startNanos = startNanos;
        this.durationNanos = durationNanos;
    }

    void start() {
        long untilStart = Math.max(0, startNanos - System.nanoTime());
        long second = TimeUnit.SECONDS.toNanos(1);
        ScheduledFuture<?> unused =
                thread.scheduleAtFixedRate(this::look, untilStart + second, second, TimeUnit.NANOSECONDS);
        ScheduledFuture<?> unusedToo =
                thread.scheduleWithFixedDelay(recorder::catchUp, untilStart, CATCH_UP_NANOS, TimeUnit.NANOSECONDS);
    }

    private void look() {
        try {
            long now = System.nanoTime();
            progress.second(new Second(
                    now - startNanos,
                    durationNanos,
                    recorder.lastInterval(),
                    recorder.intervalNanos(),
                    recorder.generator(),
                    underWay.getAsInt(),
                    faults.marks()));
            if (!rules.isEmpty()) {
                aborts.see(recorder.snapshot(), now - startNanos).ifPresent(abort);
            }
        } catch (RuntimeException bug) {
            // It would end the watch silently, and with it the abort rules.
            abort.accept("the run could not be watched any more: " + bug);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}

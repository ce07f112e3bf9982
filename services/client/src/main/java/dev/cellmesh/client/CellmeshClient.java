package dev.cellmesh.client;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * How does a service in Java talk to the mesh? By calls that end in one of four outcomes. Behind that, the nearest edge that works is asked,
 * the client's own writes are never missed, and what may be repeated is repeated: elsewhere, with its key, within a budget, no sooner than the
 * mesh wants it, and no later than its deadline.
 *
 * <p>Calls block, and are meant for virtual threads. One client is for a whole process, and for any number of threads and tenants.
 */
public final class CellmeshClient implements AutoCloseable {
    private final ClientSettings settings;
    private final LongSupplier nanoClock;
    private final Wire wire;
    private final EdgeWatch watch;
    private final Attempts attempts;
    private final Semaphore places;

    /** How a thread waits. */
    @FunctionalInterface
    interface Pause {
        void ofMillis(long millis) throws InterruptedException;
    }

    public CellmeshClient(ClientSettings settings) {
        this(settings, System::nanoTime, Clock.systemUTC(), new SecureRandom(), Thread::sleep);
        watch.start();
    }

    /** Without the watch, which a test asks to look when it wants. */
    CellmeshClient(
            ClientSettings settings,
            LongSupplier nanoClock,
            InstantSource wallClock,
            RandomGenerator random,
            Pause pause) {
        this.settings = settings;
        this.nanoClock = nanoClock;
        this.wire = new Wire(settings.bodyBytesMax());
        Edges edges = new Edges(settings.edges(), nanoClock);
        this.watch = new EdgeWatch(wire, edges, settings.measureEvery(), random, nanoClock);
        this.attempts = new Attempts(
                settings,
                wire::exchange,
                edges,
                watch::residences,
                new Tokens(),
                new RetryBudget(),
                nanoClock,
                wallClock,
                random,
                pause);
        this.places = new Semaphore(settings.inFlightMax(), true);
    }

    /**
     * Ends at the call's deadline at the latest.
     *
     * @throws InterruptedException when the thread is interrupted; the call may have happened, and may be sent again as it is
     */
    public Outcome send(Call call) throws InterruptedException {
        Duration deadline = call.deadline().orElse(settings.deadline());
        long endNanos = nanoClock.getAsLong() + deadline.toNanos();
        if (!places.tryAcquire(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
            return new Outcome.Unsent("as many calls are under way as this client makes at once");
        }
        try {
            return attempts.run(call, endNanos);
        } finally {
            places.release();
        }
    }

    EdgeWatch watch() {
        return watch;
    }

    /** Ends the calls under way, too. */
    @Override
    public void close() {
        watch.close();
        wire.close();
    }
}

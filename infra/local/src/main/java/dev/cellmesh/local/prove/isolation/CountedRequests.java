package dev.cellmesh.local.prove.isolation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How many requests has a cell got, as time goes by? By its own count, so that those are in it whose answer nobody waited
 * for, since a peer that was asked as well was sooner. It is asked at its operators' port, which no slow link is before.
 */
final class CountedRequests implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(100);

    private final Meters meters;
    private final String opsUrl;
    private final List<Reading> readings = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread reader;

    /**
     * @param atNanos when the count was asked for, {@code System.nanoTime}
     * @param requests since the cell started
     */
    record Reading(long atNanos, double requests) {}

    private CountedRequests(Meters meters, String opsUrl) {
        this.meters = meters;
        this.opsUrl = opsUrl;
        this.reader = Thread.ofVirtual().name("counted-requests").start(this::read);
    }

    /** Read ten times a second until it is closed. */
    static CountedRequests of(Meters meters, String opsUrl) {
        return new CountedRequests(meters, opsUrl);
    }

    private void read() {
        try {
            do {
                long now = System.nanoTime();
                add(new Reading(now, meters.sum(opsUrl, "cellmesh_requests_seconds_count")));
            } while (!ended.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void add(Reading reading) {
        readings.add(reading);
    }

    /** In the order of their times. */
    synchronized List<Reading> readings() {
        return List.copyOf(readings);
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

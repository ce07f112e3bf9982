package dev.cellmesh.load.selftest;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * How late does this machine wake up a thread that does nothing else than sleep until its times? What a schedule is late by is
 * this at least, whoever keeps it: the control of the generator's lag.
 */
final class Sleeper {
    private Sleeper() {}

    /** Blocks; in nanoseconds. */
    static Histogram lag(int perSecond, int seconds) {
        Histogram lag = new Histogram(3);
        long startNanos = System.nanoTime();
        long count = (long) perSecond * seconds;
        for (long number = 0; number < count; number++) {
            long at = startNanos + number * TimeUnit.SECONDS.toNanos(1) / perSecond;
            long now = System.nanoTime();
            while (now - at < 0) {
                LockSupport.parkNanos(at - now);
                now = System.nanoTime();
            }
            lag.recordValue(now - at);
        }
        return lag;
    }
}

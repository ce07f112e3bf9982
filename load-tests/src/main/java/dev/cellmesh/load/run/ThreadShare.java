package dev.cellmesh.load.run;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.OptionalDouble;

/** How busy was a thread since the last time it was asked for? Near 1, a generator has nothing left. */
final class ThreadShare {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final long id;
    private long cpuNanos = -1;
    private long atNanos;

    ThreadShare(Thread thread) {
        this.id = thread.threadId();
    }

    /** Empty the first time, and where nobody can tell. */
    OptionalDouble share() {
        long cpu = threads.isThreadCpuTimeSupported() ? threads.getThreadCpuTime(id) : -1;
        long now = System.nanoTime();
        OptionalDouble share = cpuNanos < 0 || cpu < 0 || now <= atNanos
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) (cpu - cpuNanos) / (now - atNanos));
        cpuNanos = cpu;
        atNanos = now;
        return share;
    }
}

package dev.cellmesh.load.overhead;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How much processor time have processes used? As Linux counts it, in hundredths of a second. Of a process that ends between
 * two looks, what it used since the first one is lost; servers and the backends of kept connections do not end.
 */
final class ProcessClock {
    private static final Path PROC = Path.of("/proc");

    private ProcessClock() {}

    static long nanosOf(Collection<Long> pids) {
        long nanos = 0;
        for (long pid : pids) {
            nanos += ProcessHandle.of(pid).map(ProcessClock::nanos).orElse(0L);
        }
        return nanos;
    }

    static long ownNanos() {
        return nanos(ProcessHandle.current());
    }

    /** By process, of all that work in the folder or below it, which is where a PostgreSQL process stays all its life. */
    static Map<Long, Long> nanosIn(Path folder) {
        Map<Long, Long> found = new HashMap<>();
        ProcessHandle.allProcesses()
                .filter(process -> worksIn(process, folder))
                .forEach(process -> found.put(process.pid(), nanos(process)));
        return found;
    }

    /** What was used between two looks, of processes that came meanwhile, too. */
    static long between(Map<Long, Long> before, Map<Long, Long> after) {
        long nanos = 0;
        for (Map.Entry<Long, Long> now : after.entrySet()) {
            nanos += now.getValue() - before.getOrDefault(now.getKey(), 0L);
        }
        return nanos;
    }

    private static boolean worksIn(ProcessHandle process, Path folder) {
        try {
            return Files.readSymbolicLink(
                            PROC.resolve(Long.toString(process.pid())).resolve("cwd"))
                    .startsWith(folder);
        } catch (IOException endedOrNotOurs) {
            return false;
        }
    }

    private static long nanos(ProcessHandle process) {
        Optional<Duration> used = process.info().totalCpuDuration();
        return used.map(Duration::toNanos).orElse(0L);
    }
}

package dev.cellmesh.local.mesh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * How much memory do a process and all below it hold? The proportional set size (proc_pid_smaps(5)): pages that several
 * processes share, as PostgreSQL's do, are counted once in all. Linux only; elsewhere it is 0, which means unknown.
 */
final class ProcessMemory {
    private static final String PROPORTIONAL = "Pss:";

    private ProcessMemory() {}

    static long ofTree(ProcessHandle root, Stream<ProcessHandle> more) {
        return Stream.concat(Stream.concat(Stream.of(root), root.descendants()), more)
                .map(ProcessHandle::pid)
                .distinct()
                .mapToLong(ProcessMemory::of)
                .sum();
    }

    private static long of(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith(PROPORTIONAL))
                            .mapToLong(ProcessMemory::kibibytes)
                            .sum()
                    << 10;
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }

    private static long kibibytes(String line) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
    }
}

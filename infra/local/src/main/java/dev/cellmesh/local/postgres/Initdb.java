package dev.cellmesh.local.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How is the first member of a ring made from nothing? The folder appears whole or not at all. */
final class Initdb {
    private static final long MILLIS_MAX = 60_000;
    /** The default of 16 MB per segment would be most of a new server's folder. */
    private static final int WAL_SEGMENT_MEGABYTES = 4;
    /** Only the loopback, and only with a password. */
    private static final String ACCESS = """
            host all all 127.0.0.1/32 scram-sha-256
            host replication %s 127.0.0.1/32 scram-sha-256
            """.formatted(RingCredentials.REPLICATOR);

    private Initdb() {}

    /** @param log what initdb says goes there */
    static void create(PostgresBinaries binaries, Path target, Path log, String adminPassword)
            throws IOException, InterruptedException {
        Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
        FileTrees.delete(unfinished);
        Path password = Files.createTempFile(
                target.getParent(),
                "initdb",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(password, adminPassword);
            List<String> arguments = List.of(
                    "--pgdata=" + unfinished,
                    "--username=" + RingCredentials.ADMIN,
                    "--pwfile=" + password,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    // The same order of strings on every machine, whatever locales it has.
                    "--locale=C",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--wal-segsize=" + WAL_SEGMENT_MEGABYTES,
                    "--no-instructions",
                    // RingSet writes a kept folder to the disk as a whole; a temporary one need not survive.
                    "--no-sync");
            run(binaries.command("initdb", arguments), log);
        } finally {
            Files.deleteIfExists(password);
        }
        Files.writeString(unfinished.resolve("pg_hba.conf"), ACCESS);
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void run(List<String> command, Path log) throws IOException, InterruptedException {
        Process initdb = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!initdb.waitFor(MILLIS_MAX, TimeUnit.MILLISECONDS)) {
                throw new IOException("initdb did not end within " + MILLIS_MAX + " ms");
            }
            if (initdb.exitValue() != 0) {
                throw new IOException("initdb ended with " + initdb.exitValue() + ": " + Files.readString(log));
            }
        } finally {
            initdb.destroyForcibly();
        }
    }
}

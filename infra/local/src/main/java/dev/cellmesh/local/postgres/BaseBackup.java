package dev.cellmesh.local.postgres;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * How is a standby's data folder made from a running primary? A copy of its files within an online backup, which the
 * standby makes consistent by replaying the WAL since the backup's start. The target appears whole or not at all.
 */
final class BaseBackup {
    /** Folders whose content belongs to the running server, or comes over the stream. */
    private static final Set<String> EMPTIED = Set.of(
            "pg_wal",
            "pg_replslot",
            "pg_dynshmem",
            "pg_notify",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp",
            "pg_subtrans");

    private static final Set<String> LEFT_OUT = Set.of("postmaster.pid", "postmaster.opts", "pg_internal.init");
    /** Says where recovery may begin, and so must not be older than what was copied. */
    private static final Path CONTROL = Path.of("global", "pg_control");

    private BaseBackup() {}

    /**
     * @param admin a session of the superuser at the primary
     * @param source the primary's data folder
     * @param target must not exist; {@code <target>.unfinished} is overwritten
     */
    static void copy(Connection admin, Path source, Path target) throws IOException, SQLException {
        Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
        FileTrees.delete(unfinished);
        try (Statement statement = admin.createStatement()) {
            statement.execute("SELECT pg_backup_start('standby', fast => true)");
            copyFiles(source, unfinished);
            try (ResultSet stopped =
                    statement.executeQuery("SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)")) {
                stopped.next();
                Files.writeString(unfinished.resolve("backup_label"), stopped.getString(1));
            }
        }
        Files.createFile(unfinished.resolve("standby.signal"));
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void copyFiles(Path source, Path target) throws IOException {
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Path copy = target.resolve(source.relativize(folder));
                Files.createDirectory(copy);
                Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(folder));
                return EMPTIED.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path relative = source.relativize(file);
                if (!LEFT_OUT.contains(file.getFileName().toString()) && !relative.equals(CONTROL)) {
                    copyFile(file, target.resolve(relative));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                return skipWhenGone(e);
            }
        });
        copyFile(source.resolve(CONTROL), target.resolve(CONTROL));
    }

    private static FileVisitResult skipWhenGone(IOException e) throws IOException {
        // A table that was dropped meanwhile: replay drops it in the copy, too.
        if (e instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw e;
    }

    private static void copyFile(Path from, Path to) throws IOException {
        try {
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (NoSuchFileException e) {
            skipWhenGone(e);
        }
    }
}

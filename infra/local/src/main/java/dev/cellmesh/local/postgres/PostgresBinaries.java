package dev.cellmesh.local.postgres;

import com.sun.security.auth.module.UnixSystem;
import dev.cellmesh.local.process.Programs;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Where are PostgreSQL's programs, and how are they called? Unpacked once per machine and user from the archive on the
 * class path into the user's cache folder, whole or not at all.
 */
final class PostgresBinaries {
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final long VERSION_MILLIS = 5_000;
    private static PostgresBinaries unpacked;

    private final Path home;
    private final List<String> prefix;
    private final int major;

    private PostgresBinaries(Path home, List<String> prefix, int major) {
        this.home = home;
        this.prefix = prefix;
        this.major = major;
    }

    static PostgresBinaries locate() throws IOException, InterruptedException {
        LOCK.lockInterruptibly();
        try {
            if (unpacked == null || !Files.isDirectory(unpacked.home)) {
                Path home = unpack(cacheFolder(), archive());
                unpacked = new PostgresBinaries(home, prefix(), major(home));
            }
            return unpacked;
        } finally {
            LOCK.unlock();
        }
    }

    /** The version that decides whether a data folder can be read. */
    int major() {
        return major;
    }

    /** A command whose process is the program itself: no shell or wrapper stays between. */
    List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        return command;
    }

    private static byte[] archive() throws IOException {
        String system = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux";
        String arch = System.getProperty("os.arch");
        try (InputStream in = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
                system, arch.equals("amd64") ? "x86_64" : arch.toLowerCase(Locale.ROOT))) {
            return in.readAllBytes();
        }
    }

    private static Path cacheFolder() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base =
                cache != null && !cache.isBlank() ? Path.of(cache) : Path.of(System.getProperty("user.home"), ".cache");
        Path folder = base.resolve("cellmesh");
        try {
            return Files.createDirectories(folder);
        } catch (IOException noHome) {
            // Service users often have no home of their own.
            return Path.of(System.getProperty("java.io.tmpdir"), "cellmesh-" + System.getProperty("user.name"));
        }
    }

    private static Path unpack(Path cache, byte[] archive) throws IOException {
        // The checksum tells versions apart; it guards nothing, so that it only has to be fast.
        CRC32C checksum = new CRC32C();
        checksum.update(archive);
        String name = "postgres-%08x-%d".formatted(checksum.getValue(), archive.length);
        Path home = cache.resolve(name);
        if (Files.isDirectory(home)) {
            return home;
        }
        Files.createDirectories(
                cache, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (FileChannel channel = FileChannel.open(
                        cache.resolve("unpack.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !Files.isDirectory(home)) {
                Path unfinished = cache.resolve(name + ".unfinished");
                FileTrees.delete(unfinished);
                extract(archive, unfinished);
                Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return home;
    }

    private static void extract(byte[] archive, Path target) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("the archive points outside of its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Files.createDirectories(path.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, path);
                    Files.setPosixFilePermissions(path, permissions(entry.getMode()));
                }
            }
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions =
                EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        if ((mode & 0100) != 0) {
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
        }
        return permissions;
    }

    /** PostgreSQL refuses to run as root; in a user namespace of its own, root is nobody. */
    private static List<String> prefix() throws IOException, InterruptedException {
        List<String> prefix = new ArrayList<>(Programs.detached());
        if (new UnixSystem().getUid() == 0) {
            List<String> namespace = List.of("unshare", "-U");
            List<String> probe = new ArrayList<>(namespace);
            probe.addAll(List.of("id", "-u"));
            if (!Programs.onPath("unshare")
                    || output(probe).equals("0")
                    || output(probe).isEmpty()) {
                throw new IOException(
                        "PostgreSQL does not run as root, and user namespaces are off here: run as an ordinary user");
            }
            prefix.addAll(namespace);
        }
        return List.copyOf(prefix);
    }

    private static int major(Path home) throws IOException, InterruptedException {
        String version = output(List.of(home.resolve("bin/postgres").toString(), "--version"));
        String number = version.substring(version.lastIndexOf(' ') + 1);
        return Integer.parseInt(number.split("\\D", 2)[0]);
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(VERSION_MILLIS, TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new IOException("no answer from " + command);
        }
        try (InputStream out = process.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}

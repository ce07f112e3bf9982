package dev.cellmesh.local.postgres;

import dev.cellmesh.local.process.ProcessReaper;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.RingId;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Whose data lies in this folder, and may we use it? One mesh at a time (a lock that the kernel takes back when the JVM
 * dies), of the same regions in the same order, of the same major version of PostgreSQL. Opening it ends the servers that
 * an earlier, killed run left behind.
 */
final class DataFolder implements AutoCloseable {
    private static final String FORMAT = "1";
    private static final int PASSWORD_BYTES = 16;
    private static final long ORPHANS_MILLIS = 10_000;

    /** The folders in use by this JVM. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path root;
    private final boolean temporary;
    private final RingCredentials credentials;
    private final FileChannel lockChannel;

    private DataFolder(Path root, boolean temporary, RingCredentials credentials, FileChannel lockChannel) {
        this.root = root;
        this.temporary = temporary;
        this.credentials = credentials;
        this.lockChannel = lockChannel;
    }

    static DataFolder temporary(List<Region> regions, int major) throws IOException {
        Path root = Files.createTempDirectory("cellmesh-rings-").toRealPath();
        Files.createFile(root.resolve(ProcessReaper.TEMPORARY_MARKER));
        return open(root, true, regions, major);
    }

    static DataFolder kept(Path folder, List<Region> regions, int major) throws IOException {
        Files.createDirectories(
                folder.toAbsolutePath(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return open(folder.toRealPath(), false, regions, major);
    }

    private static DataFolder open(Path root, boolean temporary, List<Region> regions, int major) throws IOException {
        // Asked before the file is opened: closing a second channel on it would give up the first one's lock.
        if (!OPEN.add(root)) {
            throw inUse(root);
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw inUse(root);
            }
            RingCredentials credentials = adopt(root, regions, major);
            FolderProcesses.killAll(root, ORPHANS_MILLIS);
            return new DataFolder(root, temporary, credentials, channel);
        } catch (IOException | RuntimeException e) {
            OPEN.remove(root);
            if (channel != null) {
                channel.close();
            }
            throw e;
        }
    }

    Path root() {
        return root;
    }

    boolean isTemporary() {
        return temporary;
    }

    RingCredentials credentials() {
        return credentials;
    }

    Path member(RingId ring, Region region) {
        return root.resolve(ring.name()).resolve(region.name());
    }

    Path log(RingId ring, Region region) {
        return root.resolve(ring.name()).resolve(region.name() + ".log");
    }

    /** Deletes a temporary folder; others may use a kept one from now on. */
    @Override
    public void close() throws IOException {
        OPEN.remove(root);
        lockChannel.close();
        if (temporary) {
            FileTrees.delete(root);
        }
    }

    private static DataFolderException inUse(Path root) {
        return new DataFolderException(root, "another mesh that runs now uses it");
    }

    private static RingCredentials adopt(Path root, List<Region> regions, int major) throws IOException {
        Path file = root.resolve("rings.properties");
        String names = regions.stream().map(Region::name).collect(Collectors.joining(","));
        Properties properties = new Properties();
        if (Files.exists(file)) {
            properties.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
            require(root, properties, "format", FORMAT);
            require(root, properties, "postgres", Integer.toString(major));
            require(root, properties, "regions", names);
        } else {
            try (var entries = Files.list(root)) {
                if (entries.map(entry -> entry.getFileName().toString())
                        .anyMatch(name -> !name.equals("lock") && !name.startsWith("."))) {
                    throw new DataFolderException(root, "it holds something else already");
                }
            }
            properties.setProperty("format", FORMAT);
            properties.setProperty("postgres", Integer.toString(major));
            properties.setProperty("regions", names);
            for (String user : List.of(RingCredentials.USER, RingCredentials.ADMIN, RingCredentials.REPLICATOR)) {
                properties.setProperty("password." + user, password());
            }
            StringWriter text = new StringWriter();
            properties.store(text, null);
            Path unfinished = root.resolve(".rings.properties.unfinished");
            Files.deleteIfExists(unfinished);
            Files.createFile(
                    unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(unfinished, text.toString());
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return new RingCredentials(
                properties.getProperty("password." + RingCredentials.USER),
                properties.getProperty("password." + RingCredentials.ADMIN),
                properties.getProperty("password." + RingCredentials.REPLICATOR));
    }

    private static void require(Path root, Properties properties, String key, String expected) throws IOException {
        String found = properties.getProperty(key);
        if (!expected.equals(found)) {
            throw new DataFolderException(root, key + " is " + found + " there, and " + expected + " here");
        }
    }

    private static String password() {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}

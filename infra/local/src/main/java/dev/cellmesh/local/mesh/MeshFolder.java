package dev.cellmesh.local.mesh;

import dev.cellmesh.local.process.ProcessReaper;
import dev.cellmesh.runtime.identity.SigningKeys;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where does a mesh keep what must survive a restart: databases, keys, last good copies, logs? One mesh at a time has the
 * folder; a temporary one goes with the mesh.
 */
final class MeshFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MeshFolder.class);
    private static final int SECRET_BYTES = 32;
    private static final String CELLS = "cellsPerRegion";
    private static final String LOCK = "mesh.lock";
    private static final String SECRETS = "secrets.json";
    private static final Set<String> OWN = Set.of(LOCK, SECRETS);
    /** What a new file system holds before anybody wrote to it. */
    private static final Set<String> FRESH = Set.of("lost+found");

    private final Path path;
    private final boolean temporary;
    private final FileChannel lockFile;
    private final FileLock lock;
    private final ProcessReaper reaper;

    private MeshFolder(Path path, boolean temporary, FileChannel lockFile, FileLock lock, ProcessReaper reaper) {
        this.reaper = reaper;
        this.path = path;
        this.temporary = temporary;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /**
     * Opens the folder, or makes a temporary one.
     *
     * @param reaper deletes a temporary one when this process is killed
     * @throws RefusedException when it cannot be used, or another mesh has it
     */
    static MeshFolder open(Optional<Path> data, ProcessReaper reaper) {
        Path path = data.map(Path::toAbsolutePath).map(Path::normalize).orElse(null);
        try {
            if (path == null) {
                path = Files.createTempDirectory("cellmesh-");
                Files.createFile(path.resolve(ProcessReaper.TEMPORARY_MARKER));
                reaper.deleteAfterwards(path);
            } else {
                refuseOthers(path);
                Files.createDirectories(path);
            }
            FileChannel lockFile =
                    FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(lockFile);
            if (lock == null) {
                lockFile.close();
                throw new RefusedException("another mesh is using " + path + ". Stop it first.");
            }
            return new MeshFolder(path, data.isEmpty(), lockFile, lock, reaper);
        } catch (IOException e) {
            throw new RefusedException("the folder " + path + " cannot be used: "
                    + e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage());
        }
    }

    /** Whoever names a folder of other things has most likely mistyped: a mesh would spread over it, and over a home. */
    private static void refuseOthers(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        if (!Files.isDirectory(path)) {
            throw new RefusedException(path + " is not a folder");
        }
        try (Stream<Path> inside = Files.list(path)) {
            List<String> names =
                    inside.map(each -> each.getFileName().toString()).toList();
            if (names.stream().noneMatch(OWN::contains) && !FRESH.containsAll(names)) {
                throw new RefusedException(
                        "the folder " + path + " holds other things; name an empty one, or one that a mesh made");
            }
        }
    }

    private static FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    Path path() {
        return path;
    }

    /**
     * Remembers how many cells a region has, so that tenants placed on them are not left without.
     *
     * @throws RefusedException when the folder is of a mesh with more cells
     */
    void claimFor(int cellsPerRegion) {
        Path file = path.resolve("mesh.json");
        try {
            int before = Files.exists(file) ? new JsonObject(Files.readString(file)).getInteger(CELLS) : 0;
            if (before > cellsPerRegion) {
                throw new RefusedException("tenants of " + path + " live on " + before
                        + " cells a region. Start it with --cells " + before + " or more.");
            }
            Files.writeString(file, new JsonObject().put(CELLS, cellsPerRegion).encodePrettily());
        } catch (IOException | DecodeException e) {
            throw new RefusedException("the file " + file + " cannot be used: " + e.getMessage());
        }
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    Path subfolder(String name) {
        try {
            return Files.createDirectories(path.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The mesh's keys: made the first time, so that tokens stay good over a restart. */
    MeshSecrets secrets() {
        Path file = path.resolve(SECRETS);
        try {
            if (Files.exists(file)) {
                JsonObject json = new JsonObject(Files.readString(file));
                return new MeshSecrets(
                        new SigningKeys(json.getString("privateKey"), json.getString("publicKey")),
                        json.getString("tokenSecret"));
            }
            MeshSecrets made = new MeshSecrets(SigningKeys.generate(), random());
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    file,
                    new JsonObject()
                            .put("privateKey", made.signing().privateKeyPem())
                            .put("publicKey", made.signing().publicKeyPem())
                            .put("tokenSecret", made.tokenSecret())
                            .encodePrettily());
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String random() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        try {
            lock.release();
            lockFile.close();
            if (temporary) {
                delete(path);
                reaper.keep(path);
            }
        } catch (IOException e) {
            LOG.warn("{} could not be cleaned up", path, e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    /**
     * What only the mesh itself knows.
     *
     * @param tokenSecret signs the consistency tokens
     */
    record MeshSecrets(SigningKeys signing, String tokenSecret) {}
}

package dev.cellmesh.runtime.route;

import dev.cellmesh.model.route.RouteSnapshot;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Where is the last good snapshot kept across a restart? In one file that always holds a whole snapshot: a new one is
 * written beside it and renamed over it. It carries a checksum, since a flipped bit in a name would still be good JSON.
 * Blocks, so never on an event loop; one caller at a time.
 */
public final class RouteFile {
    static final String NAME = "routes.json";

    private final Path file;
    private final Path unfinished;

    public RouteFile(Path folder) {
        this.file = folder.resolve(NAME);
        this.unfinished = folder.resolve(NAME + ".unfinished");
    }

    /**
     * @return empty when there is no file yet
     * @throws IOException when it cannot be read, or is not a whole snapshot
     */
    public Optional<RouteSnapshot> load() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > RouteClient.SNAPSHOT_BYTES_MAX) {
            throw new IOException(file + " is too large for a route snapshot");
        }
        try {
            JsonObject json = new JsonObject(Buffer.buffer(Files.readAllBytes(file)));
            RouteSnapshot snapshot = RouteSnapshotJson.fromJson(json.getJsonObject("snapshot", new JsonObject()));
            if (!checksum(RouteSnapshotJson.encode(snapshot)).equals(json.getValue("sha256"))) {
                throw new IOException(file + " does not have the checksum that it names");
            }
            return Optional.of(snapshot);
        } catch (IllegalArgumentException | DecodeException | ClassCastException e) {
            throw new IOException(file + " is damaged", e);
        }
    }

    public void save(RouteSnapshot snapshot) throws IOException {
        Buffer encoded = RouteSnapshotJson.encode(snapshot);
        Buffer envelope = Buffer.buffer(encoded.length() + 128)
                .appendString("{\"sha256\":\"" + checksum(encoded) + "\",\"snapshot\":")
                .appendBuffer(encoded)
                .appendString("}\n");
        Files.createDirectories(file.getParent());
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(envelope.getBytes());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            // Without it, the rename may reach the disk before the bytes do.
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String checksum(Buffer encoded) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded.getBytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}

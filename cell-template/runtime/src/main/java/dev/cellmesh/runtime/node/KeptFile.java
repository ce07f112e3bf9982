package dev.cellmesh.runtime.node;

import io.vertx.core.buffer.Buffer;
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
 * Where is the last good copy of something kept across a restart? In one file that always holds a whole copy: a new one is
 * written beside it and renamed over it. It carries a checksum, since a flipped bit in a name would still be good JSON.
 * Blocks, so never on an event loop; one caller at a time.
 */
public final class KeptFile {
    private static final String UNFINISHED = ".unfinished";
    private static final String BEFORE_CHECKSUM = "{\"sha256\":\"";
    private static final String BEFORE_COPY = "\",\"copy\":";
    private static final String END = "}\n";
    private static final int CHECKSUM_CHARS = 64;
    private static final int HEAD_BYTES = BEFORE_CHECKSUM.length() + CHECKSUM_CHARS + BEFORE_COPY.length();

    private final Path file;
    private final Path unfinished;
    private final long bytesMax;

    /** @param bytesMax of the whole file; what is larger is a fault, and must not fill the heap */
    public KeptFile(Path folder, String name, long bytesMax) {
        this.file = folder.resolve(name);
        this.unfinished = folder.resolve(name + UNFINISHED);
        this.bytesMax = bytesMax;
    }

    /**
     * @return the JSON that was saved; empty when there is no file yet
     * @throws IOException when it cannot be read, or is not whole
     */
    public Optional<Buffer> load() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > bytesMax) {
            throw new IOException(file + " is larger than " + bytesMax + " bytes");
        }
        Buffer whole = Buffer.buffer(Files.readAllBytes(file));
        int end = whole.length() - END.length();
        if (end < HEAD_BYTES || !whole.getString(end, whole.length()).equals(END)) {
            throw new IOException(file + " is damaged");
        }
        Buffer copy = whole.getBuffer(HEAD_BYTES, end);
        if (!whole.getString(0, HEAD_BYTES).equals(head(copy))) {
            throw new IOException(file + " does not have the checksum that it names");
        }
        return Optional.of(copy);
    }

    /** @param json which the file wraps, so that people can read it with their usual tools */
    public void save(Buffer json) throws IOException {
        Buffer whole = Buffer.buffer(HEAD_BYTES + json.length() + END.length())
                .appendString(head(json))
                .appendBuffer(json)
                .appendString(END);
        Files.createDirectories(file.getParent());
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(whole.getBytes());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            // Without it, the rename may reach the disk before the bytes do.
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String head(Buffer json) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(json.getBytes());
            return BEFORE_CHECKSUM + HexFormat.of().formatHex(digest) + BEFORE_COPY;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}

package dev.cellmesh.services.edge.compress;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** How is one answer compressed, piece by piece, as it comes? To be closed in any case: it holds memory outside of the heap. */
final class Gzip {
    private static final class Leveled extends GZIPOutputStream {
        private Leveled(ByteArrayOutputStream out, int level) throws IOException {
            super(out);
            def.setLevel(level);
        }
    }

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final GZIPOutputStream gzip;

    Gzip(int level) {
        try {
            gzip = new Leveled(out, level);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What has come out by now; perhaps nothing. */
    Buffer add(Buffer chunk) {
        try {
            gzip.write(chunk.getBytes());
            return taken();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rest. */
    Buffer end() {
        close();
        return taken();
    }

    void close() {
        try {
            gzip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Buffer taken() {
        Buffer bytes = Buffer.buffer(out.toByteArray());
        out.reset();
        return bytes;
    }
}

package dev.cellmesh.testkit.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What does a server do with these very bytes? A client that sends just what it is told to, and reads answers byte by byte. */
public final class RawClient implements AutoCloseable {
    private static final int READ_MILLIS_MAX = 20_000;

    /** @param headers by lower-case name, values of the same name in order */
    public record Answer(int status, Map<String, List<String>> headers, Buffer body) {
        public String header(String name) {
            List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
            return values == null ? null : String.join(", ", values);
        }

        public String text() {
            return body.toString(StandardCharsets.UTF_8);
        }

        /** The last part of a problem's type. */
        public String problem() {
            String type = new JsonObject(text()).getString("type");
            return type.substring(type.lastIndexOf('/') + 1);
        }
    }

    private final Socket socket;
    private final InputStream in;

    public RawClient(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(READ_MILLIS_MAX);
            socket.setTcpNoDelay(true);
            in = new java.io.BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RawClient send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawClient send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says that nothing more will be sent, and goes on listening. */
    public RawClient closeHalf() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next answer, whole. */
    public Answer answer() {
        return answer(false);
    }

    public Answer answerToHead() {
        return answer(true);
    }

    private Answer answer(boolean head) {
        try {
            String statusLine = line();
            int status = Integer.parseInt(statusLine.split(" ", -1)[1]);
            Map<String, List<String>> headers = new TreeMap<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.computeIfAbsent(
                                line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new java.util.ArrayList<>())
                        .add(line.substring(colon + 1).strip());
            }
            return new Answer(status, headers, Buffer.buffer(head ? new byte[0] : body(status, headers)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] body(int status, Map<String, List<String>> headers) throws IOException {
        if (status == 204 || status == 304 || status < 200) {
            return new byte[0];
        }
        if (headers.containsKey("content-length")) {
            int length = Integer.parseInt(headers.get("content-length").get(0));
            byte[] body = in.readNBytes(length);
            if (body.length < length) {
                throw new IOException("cut off after " + body.length + " of " + length);
            }
            return body;
        }
        if (headers.containsKey("transfer-encoding")) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = chunkSize(); size > 0; size = chunkSize()) {
                body.write(in.readNBytes(size));
                line();
            }
            line();
            return body.toByteArray();
        }
        return in.readAllBytes();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    public int read(byte[] buffer) {
        try {
            int length = in.read(buffer);
            if (length < 0) {
                throw new IOException("closed");
            }
            return length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that comes until the other side closes or resets the connection. */
    public byte[] rest() {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            in.transferTo(rest);
        } catch (java.net.SocketTimeoutException e) {
            throw new UncheckedIOException(e);
        } catch (IOException reset) {
            return rest.toByteArray();
        }
        return rest.toByteArray();
    }

    /** Waits until the other side has closed the connection, and says whether nothing came before. */
    public boolean isClosedSilently() {
        try {
            return in.read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            throw new UncheckedIOException(e);
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

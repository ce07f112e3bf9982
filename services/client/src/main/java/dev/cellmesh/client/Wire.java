package dev.cellmesh.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;

/** What comes of one HTTP exchange with one edge? Bounded in time and size. For any thread; blocks. */
final class Wire implements AutoCloseable {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(2);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_MAX)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private final int bodyBytesMax;

    /** What one exchange came to. */
    sealed interface Result {
        /** @param headers by lower-case names */
        record Answer(int status, Map<String, List<String>> headers, String body) implements Result {}

        /** The edge got nothing of it. */
        record NotSent(String why) implements Result {}

        /** It was sent, and no whole answer came. */
        record Lost(String why) implements Result {}
    }

    Wire(int bodyBytesMax) {
        this.bodyBytesMax = bodyBytesMax;
    }

    Result exchange(URI edge, String method, String target, Map<String, String> headers, String body, Duration most)
            throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(edge + target))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Accept-Encoding", "gzip");
        headers.forEach(request::header);
        CompletableFuture<HttpResponse<byte[]>> coming =
                http.sendAsync(request.build(), response -> new BoundedBody(bodyBytesMax));
        try {
            HttpResponse<byte[]> answer = coming.get(most.toNanos(), TimeUnit.NANOSECONDS);
            return new Result.Answer(
                    answer.statusCode(), lowerCase(answer), new String(unpacked(answer), StandardCharsets.UTF_8));
        } catch (TimeoutException late) {
            coming.cancel(true);
            return new Result.Lost("no answer within " + most.toMillis() + " ms");
        } catch (InterruptedException stop) {
            coming.cancel(true);
            throw stop;
        } catch (ExecutionException failed) {
            Throwable why = failed.getCause();
            boolean unsent = why instanceof ConnectException || why instanceof HttpConnectTimeoutException;
            return unsent ? new Result.NotSent(String.valueOf(why)) : new Result.Lost(String.valueOf(why));
        } catch (IOException unreadable) {
            return new Result.Lost(String.valueOf(unreadable));
        }
    }

    private static Map<String, List<String>> lowerCase(HttpResponse<byte[]> answer) {
        Map<String, List<String>> headers = new HashMap<>();
        answer.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        return headers;
    }

    private byte[] unpacked(HttpResponse<byte[]> answer) throws IOException {
        if (!answer.headers().firstValue("Content-Encoding").orElse("").equalsIgnoreCase("gzip")) {
            return answer.body();
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            byte[] body = in.readNBytes(bodyBytesMax + 1);
            if (body.length > bodyBytesMax) {
                throw new IOException("the answer is larger than " + bodyBytesMax + " bytes");
            }
            return body;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}

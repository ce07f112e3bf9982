package dev.cellmesh.local.prove.isolation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** What does a node say in its metrics? Blocks. */
final class Meters {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER_LIMIT)
            .build();

    /**
     * The sum over all label sets that hold these.
     *
     * @param opsUrl where the node's operators ask
     * @param name as Prometheus has it
     * @param labels such as {@code cause="lost"}
     * @return 0 when there is none
     * @throws IllegalStateException when the node does not answer
     */
    double sum(String opsUrl, String name, String... labels) {
        return lines(opsUrl).stream()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> Arrays.stream(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private List<String> lines(String opsUrl) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(opsUrl + "/metrics"))
                .timeout(ANSWER_LIMIT)
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(opsUrl + " does not tell its metrics", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}

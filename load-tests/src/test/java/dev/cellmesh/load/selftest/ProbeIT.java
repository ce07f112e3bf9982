package dev.cellmesh.load.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Do the self-test's processes do what it relies on? Its figures are its own affair. */
@Timeout(120)
class ProbeIT {
    @Test
    void aGeneratorOfItsOwnSendsToAServerOfItsOwn() throws IOException, InterruptedException {
        try (Child server = Child.java(TargetServer.class, Optional.empty())) {
            URI at = URI.create("http://127.0.0.1:" + server.hear(TargetServer.PORT));
            try (Child probe = Child.java(Probe.class, Optional.empty(), at.toString());
                    HttpClient client = HttpClient.newHttpClient()) {
                probe.say(new JsonObject()
                        .put("rate", 100)
                        .put("seconds", 2)
                        .put("connections", 300)
                        .put("users", 2)
                        .encode());
                String stall = client.send(
                                HttpRequest.newBuilder(at)
                                        .POST(HttpRequest.BodyPublishers.noBody())
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body();
                assertThat(Long.parseLong(stall)).isGreaterThanOrEqualTo(TargetServer.STALL_NANOS);
                JsonObject figures = new JsonObject(probe.hear(Probe.FIGURES));
                assertThat(figures.getLong("dropped")).isZero();
                assertThat(figures.getJsonObject(Probe.OPEN).getLong("succeeded"))
                        .isEqualTo(200);
                assertThat(figures.getJsonObject(Probe.CLOSED).getLong("succeeded"))
                        .isPositive();
                assertThat(figures.getLong("intended"))
                        .isEqualTo(200 + figures.getJsonObject(Probe.CLOSED).getLong("requests"));
            }
        }
    }
}

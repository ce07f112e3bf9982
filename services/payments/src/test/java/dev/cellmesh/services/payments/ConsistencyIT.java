package dev.cellmesh.services.payments;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What does a real cell say that its operations promise? */
class ConsistencyIT {
    private static final String PATH = "/v1/consistency";

    private static CellFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new CellFixture();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private static HttpRequest.Builder withoutToken() {
        return HttpRequest.newBuilder(fixture.uri(0, PATH));
    }

    @Test
    void everybodyHearsOfAllOperationsInOneOrder() throws Exception {
        HttpResponse<String> told = fixture.send(withoutToken());
        assertThat(told.statusCode()).isEqualTo(200);
        JsonArray data = new JsonObject(told.body()).getJsonArray("data");
        assertThat(data.stream().map(each -> ((JsonObject) each).getString("operation")))
                .containsExactly(
                        "openAccount", "readAccount", "labelAccount", "listLedger", "makeTransfer", "readTransfer");
        JsonObject open = data.getJsonObject(0);
        assertThat(open.getString("service")).isEqualTo("payments");
        assertThat(open.getString("method")).isEqualTo("POST");
        assertThat(open.getString("path")).isEqualTo("/v1/tenants/{tenant}/accounts");
        assertThat(open.getString("durability")).isEqualTo("quorum");
        assertThat(data.getJsonObject(1).getString("level")).isEqualTo("strong");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "W/%s", "\"another\", %s", "*"})
    void whoHasItHearsOnlyThat(String header) throws Exception {
        String etag = fixture.send(withoutToken()).headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> same = fixture.send(withoutToken().header("If-None-Match", header.formatted(etag)));
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(same.headers().firstValue("ETag")).contains(etag);
    }

    @Test
    void whatIsNotThereAnyMoreIsSentAnew() throws Exception {
        assertThat(fixture.send(withoutToken().header("If-None-Match", "\"another\""))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void itIsOnlyToBeRead() throws Exception {
        HttpResponse<String> posted = fixture.send(withoutToken().POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(posted.statusCode()).isEqualTo(405);
        assertThat(posted.headers().firstValue("Allow")).contains("GET");
    }
}

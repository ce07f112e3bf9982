package dev.cellmesh.services.catalog;

import static dev.cellmesh.services.catalog.CatalogFixture.PRODUCTS;
import static dev.cellmesh.services.catalog.CatalogFixture.assertProblem;
import static dev.cellmesh.services.catalog.CatalogFixture.data;
import static dev.cellmesh.services.catalog.CatalogFixture.quantity;
import static dev.cellmesh.services.catalog.CatalogFixture.tea;
import static dev.cellmesh.testkit.cell.ThreeRegions.ASIA;
import static dev.cellmesh.testkit.cell.ThreeRegions.EU;
import static dev.cellmesh.testkit.cell.ThreeRegions.OTHER_TENANT;
import static dev.cellmesh.testkit.cell.ThreeRegions.US;
import static dev.cellmesh.testkit.cell.ThreeRegions.json;
import static dev.cellmesh.testkit.cell.ThreeRegions.newKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.problem.ProblemType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Does a product keep its contract: one writer, versions, pages, and what its reads say of their age? */
class ProductsIT {
    private static CatalogFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new CatalogFixture();
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.close();
    }

    private static HttpResponse<String> put(String product, JsonObject body, Optional<String> ifMatch)
            throws Exception {
        return fixture.mesh.write("PUT", EU, product, body, newKey(), ifMatch);
    }

    @Test
    void isReadAsItWasWritten() throws Exception {
        HttpResponse<String> created = fixture.mesh.write("POST", ASIA, PRODUCTS, tea());
        String product = PRODUCTS + "/" + data(created).getString("id");

        HttpResponse<String> read = fixture.mesh.get(EU, product);

        assertThat(created.headers().firstValue("Location")).contains("/v1/tenants/acme" + product);
        assertThat(json(read)).isEqualTo(json(created));
        assertThat(read.headers().firstValue("ETag")).contains("\"1\"");
    }

    @Test
    void isReadWithItsBoundAndMayBeCachedFarAwayFromHome() throws Exception {
        String product = fixture.newProduct();
        for (String path : List.of(product, PRODUCTS)) {
            HttpResponse<String> read = fixture.mesh.get(ASIA, path);
            assertThat(read.headers().firstValue("Cache-Control").orElse("")).startsWith("private, max-age=");
            assertThat(read.headers().firstValue("X-Consistency-Level")).isPresent();
            assertThat(read.headers().firstValue("X-Data-Region")).isPresent();
            HttpResponse<String> strong =
                    fixture.mesh.send(fixture.mesh.request(ASIA, path).header("X-Consistency-Level", "strong"));
            assertThat(strong.headers().firstValue("X-Consistency-Level")).contains("strong");
            assertThat(strong.headers().firstValue("X-Data-Stale")).contains("false");
        }
    }

    @Test
    void changesOnlyTheVersionThatWasSeen() throws Exception {
        String product = fixture.newProduct();
        JsonObject changed = tea().put("name", "Green tea").put("description", "Two lines\nof it");

        assertProblem(put(product, changed, Optional.empty()), ProblemType.PRECONDITION_REQUIRED);
        HttpResponse<String> first = put(product, changed, Optional.of("\"1\""));
        HttpResponse<String> second = put(product, changed, Optional.of("\"1\""));

        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(first.headers().firstValue("ETag")).contains("\"2\"");
        assertThat(json(fixture.mesh.get(US, product))).isEqualTo(json(first));
        assertProblem(second, ProblemType.VERSION_CONFLICT);
        assertThat(json(second).getLong("currentVersion")).isEqualTo(2);
        assertThat(json(second).getLong("providedVersion")).isEqualTo(1);
    }

    @Test
    void answersOnlyTheFirstThatApplies() throws Exception {
        String product = fixture.newProduct();
        String nothing = PRODUCTS + "/" + newKey();
        JsonObject bad = tea().put("price", -1);
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString(tea().encode());

        assertProblem(put(nothing, bad, Optional.empty()), ProblemType.MALFORMED_REQUEST);
        assertProblem(
                fixture.mesh.send(HttpRequest.newBuilder(fixture.mesh.uri(US, "/v1/tenants/acme" + product))),
                ProblemType.UNAUTHENTICATED);
        assertProblem(
                fixture.mesh.send(fixture.mesh
                        .request(US, nothing)
                        .header("Content-Type", "application/json")
                        .PUT(body)),
                ProblemType.IDEMPOTENCY_KEY_MISSING);
        assertProblem(put(nothing, tea(), Optional.empty()), ProblemType.UNKNOWN_ENTITY);
        assertProblem(put(product, tea(), Optional.empty()), ProblemType.PRECONDITION_REQUIRED);
        assertProblem(put(product, tea(), Optional.of("W/\"1\"")), ProblemType.VERSION_CONFLICT);
        assertThat(put(product, tea(), Optional.of("\"1\"")).statusCode()).isEqualTo(200);
    }

    @Test
    void doesNothingWhenTheWriterHasChanged() throws Exception {
        String product = fixture.newProduct();
        fixture.mesh.believeIn(2);
        try {
            assertProblem(fixture.mesh.write("POST", US, PRODUCTS, tea()), ProblemType.FENCED);
            assertProblem(fixture.mesh.write("POST", EU, product + "/deliveries", quantity(1)), ProblemType.FENCED);
            assertProblem(fixture.reserve(EU, product, 1), ProblemType.FENCED);
        } finally {
            fixture.mesh.believeIn(1);
        }
        assertThat(fixture.portions(product)).isZero();
    }

    @Test
    void repeatsTheFirstAnswer() throws Exception {
        String key = newKey();
        HttpResponse<String> first = fixture.mesh.write("POST", US, PRODUCTS, tea(), key, Optional.empty());
        HttpResponse<String> second = fixture.mesh.write("POST", ASIA, PRODUCTS, tea(), key, Optional.empty());

        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        assertThat(second.headers().firstValue("Idempotent-Replayed")).contains("true");
    }

    @Test
    void pagesShowEachProductOnce() throws Exception {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            HttpRequest.Builder request = fixture.mesh
                    .request(OTHER_TENANT, ASIA, PRODUCTS)
                    .header("Idempotency-Key", newKey())
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(tea().encode()));
            made.add(data(fixture.mesh.send(request)).getString("id"));
        }
        List<String> seen = new ArrayList<>();
        String path = PRODUCTS + "?limit=2";
        String next = "";
        while (next != null) {
            JsonObject page = json(fixture.mesh.send(
                    fixture.mesh.request(OTHER_TENANT, US, path + (next.isEmpty() ? "" : "&after=" + next))));
            JsonArray products = page.getJsonArray("data");
            assertThat(products.size()).isLessThanOrEqualTo(2);
            for (int i = 0; i < products.size(); i++) {
                seen.add(products.getJsonObject(i).getJsonObject("data").getString("id"));
            }
            next = page.getString("next");
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(made);
    }

    @Test
    void isNeitherDeliveredNorReservedWhenItIsUnknownOrDiscontinued() throws Exception {
        String nothing = PRODUCTS + "/" + newKey();
        assertProblem(fixture.reserve(EU, nothing, 1), ProblemType.UNKNOWN_ENTITY);
        assertProblem(fixture.mesh.write("POST", EU, nothing + "/deliveries", quantity(1)), ProblemType.UNKNOWN_ENTITY);
        assertProblem(fixture.mesh.get(EU, nothing + "/stock"), ProblemType.UNKNOWN_ENTITY);

        String product = fixture.newProduct();
        assertThat(fixture.stock(EU, product).getLong("available")).isZero();
        assertProblem(fixture.reserve(EU, product, 1), ProblemType.OUT_OF_STOCK);
        fixture.deliver(EU, product, 3);
        String reservation = data(fixture.reserve(EU, product, 1)).getString("id");
        assertThat(put(product, tea().put("discontinued", true), Optional.of("\"1\""))
                        .statusCode())
                .isEqualTo(200);

        assertProblem(fixture.reserve(ASIA, product, 1), ProblemType.PRODUCT_DISCONTINUED);
        assertProblem(
                fixture.mesh.write("POST", EU, product + "/deliveries", quantity(1)), ProblemType.PRODUCT_DISCONTINUED);
        assertThat(fixture.release(US, product, reservation).statusCode()).isEqualTo(200);
        fixture.assertNothingLost(product);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"quantity\":0}",
                "{\"quantity\":-1}",
                "{\"quantity\":1.0}",
                "{\"quantity\":1e0}",
                "{\"quantity\":\"1\"}",
                "{\"quantity\":1000000001}",
                "{\"quantity\":null}",
                "{\"quantity\":1,\"more\":1}",
                "[]",
                "null",
                "{"
            })
    void quantitiesThatAreNone(String body) throws Exception {
        String product = PRODUCTS + "/" + newKey();
        for (String path : List.of("/deliveries", "/reservations")) {
            assertProblem(
                    fixture.mesh.send(fixture.mesh
                            .request(US, product + path)
                            .header("Idempotency-Key", newKey())
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))),
                    ProblemType.MALFORMED_REQUEST);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"\",\"price\":{\"amount\":1,\"currency\":\"EUR\"}}",
                "{\"name\":\"a\",\"price\":{\"amount\":1,\"currency\":\"EUX\"}}",
                "{\"name\":\"a\",\"price\":{\"amount\":1.5,\"currency\":\"EUR\"}}",
                "{\"name\":\"a\",\"price\":{\"amount\":-1,\"currency\":\"EUR\"}}",
                "{\"name\":\"a\",\"price\":5}",
                "{\"name\":\"a\\u0000\",\"price\":{\"amount\":1,\"currency\":\"EUR\"}}",
                "{\"name\":\"a\\ud800\",\"price\":{\"amount\":1,\"currency\":\"EUR\"}}",
                "{\"name\":\"a\",\"description\":\"\\u0001\",\"price\":{\"amount\":1,\"currency\":\"EUR\"}}",
                "{\"name\":\"a\",\"discontinued\":true,\"price\":{\"amount\":1,\"currency\":\"EUR\"}}"
            })
    void productsThatAreNone(String body) throws Exception {
        assertProblem(
                fixture.mesh.send(fixture.mesh
                        .request(US, PRODUCTS)
                        .header("Idempotency-Key", newKey())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))),
                ProblemType.MALFORMED_REQUEST);
    }

    @Test
    void idsAndPagesThatAreNone() throws Exception {
        String product = fixture.newProduct();
        String reservations = product + "/reservations/";
        for (String path : List.of(
                PRODUCTS + "?limit=0",
                PRODUCTS + "?limit=201",
                PRODUCTS + "?after=x",
                PRODUCTS + "/x",
                reservations + newKey(),
                reservations + newKey() + ".",
                reservations + newKey() + ".US",
                reservations + newKey() + ".us-east1%0A")) {
            assertProblem(fixture.mesh.get(US, path), ProblemType.MALFORMED_REQUEST);
        }
        for (String region : List.of("us-east1", "europe-west1", "mars-north1")) {
            assertProblem(fixture.mesh.get(EU, reservations + newKey() + "." + region), ProblemType.UNKNOWN_ENTITY);
            assertProblem(fixture.release(EU, product, newKey() + "." + region), ProblemType.UNKNOWN_ENTITY);
        }
        assertProblem(fixture.release(EU, product, "x"), ProblemType.MALFORMED_REQUEST);
    }
}

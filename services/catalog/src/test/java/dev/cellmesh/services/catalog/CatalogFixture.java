package dev.cellmesh.services.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.testkit.cell.ThreeRegions;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What do the tests of the catalogue do again and again? */
final class CatalogFixture implements AutoCloseable {
    static final String PRODUCTS = "/products";

    final ThreeRegions mesh;

    CatalogFixture() throws Exception {
        this(UnaryOperator.identity());
    }

    CatalogFixture(UnaryOperator<RegionalDatabase> wrap) throws Exception {
        mesh = new ThreeRegions(wrap);
    }

    static JsonObject tea() {
        return new JsonObject()
                .put("name", "Tea")
                .put("price", new JsonObject().put("amount", 250).put("currency", "EUR"));
    }

    static JsonObject quantity(long units) {
        return new JsonObject().put("quantity", units);
    }

    /** The path of a new product. */
    String newProduct() throws Exception {
        HttpResponse<String> created = mesh.write("POST", ThreeRegions.US, PRODUCTS, tea());
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return PRODUCTS + "/" + data(created).getString("id");
    }

    void deliver(Region region, String product, long units) throws Exception {
        HttpResponse<String> delivered = mesh.write("POST", region, product + "/deliveries", quantity(units));
        assertThat(delivered.statusCode()).as(delivered.body()).isEqualTo(200);
    }

    HttpResponse<String> reserve(Region region, String product, long units) throws Exception {
        return mesh.write("POST", region, product + "/reservations", quantity(units));
    }

    /** As a buyer does who is told to come again. */
    HttpResponse<String> reserveUntilKnown(Region region, String product, long units) throws Exception {
        return mesh.writeUntilKnown("POST", region, product + "/reservations", quantity(units), Optional.empty());
    }

    HttpResponse<String> release(Region region, String product, String reservation) throws Exception {
        return release(region, product, reservation, ThreeRegions.newKey(), Optional.empty());
    }

    HttpResponse<String> release(
            Region region, String product, String reservation, String key, Optional<String> ifMatch) throws Exception {
        HttpRequest.Builder request = mesh.request(region, product + "/reservations/" + reservation + "/release")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.noBody());
        ifMatch.ifPresent(tag -> request.header("If-Match", tag));
        return mesh.send(request);
    }

    JsonObject stock(Region region, String product) throws Exception {
        return data(mesh.get(region, product + "/stock"));
    }

    static JsonObject data(HttpResponse<String> response) {
        return ThreeRegions.json(response).getJsonObject("data");
    }

    static void assertProblem(HttpResponse<String> response, ProblemType type) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(type.status());
        assertThat(ThreeRegions.json(response).getString("type")).isEqualTo(type.uri());
    }

    /** For sale, held, and on the way: nothing was lost, and nothing was made. */
    void assertNothingLost(String product) throws Exception {
        String id = product.substring(PRODUCTS.length() + 1);
        String of = " WHERE product_id = '" + id + "'";
        long delivered = mesh.number("SELECT COALESCE(sum(quantity), 0) FROM stock_delivery" + of);
        assertThat(portions(product) + held(product) + onTheWay(product)).isEqualTo(delivered);
    }

    long portions(String product) throws Exception {
        return mesh.number(
                "SELECT COALESCE(sum(units), 0) FROM stock_portion WHERE product_id = '" + id(product) + "'");
    }

    long held(String product) throws Exception {
        return mesh.number("SELECT COALESCE(sum(quantity), 0) FROM reservation WHERE NOT released AND product_id = '"
                + id(product) + "'");
    }

    long onTheWay(String product) throws Exception {
        return mesh.number("SELECT (SELECT COALESCE(sum(units), 0) FROM stock_sent WHERE product_id = '" + id(product)
                + "') - (SELECT COALESCE(sum(units), 0) FROM stock_received WHERE product_id = '" + id(product) + "')");
    }

    private static String id(String product) {
        return product.substring(PRODUCTS.length() + 1);
    }

    @Override
    public void close() throws SQLException {
        mesh.close();
    }
}

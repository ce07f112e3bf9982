package dev.cellmesh.services.catalog;

import dev.cellmesh.model.profile.Precondition;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.service.Answer;
import dev.cellmesh.runtime.service.Call;
import dev.cellmesh.runtime.service.Entities;
import dev.cellmesh.runtime.service.Ids;
import dev.cellmesh.runtime.service.Input;
import dev.cellmesh.runtime.service.Operation;
import dev.cellmesh.runtime.service.ReadOperation;
import dev.cellmesh.runtime.service.WriteOperation;
import dev.cellmesh.runtime.service.WriteOperation.Plan;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** What can be done with a product? Written at home, read anywhere; it is never deleted, since reservations speak of it. */
final class Products {
    static final String PRODUCT = "product";
    static final SqlStatement READ = SqlStatement.load(Products.class, "read-product");

    /** A page that a person reads at once. */
    private static final int LIMIT_DEFAULT = 50;

    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final SqlStatement CREATE = SqlStatement.load(Products.class, "create-product");
    private static final SqlStatement CHANGE = SqlStatement.load(Products.class, "change-product");
    private static final SqlStatement LIST = SqlStatement.load(Products.class, "list-products");

    private Products() {}

    static WriteOperation create(Ids ids) {
        return new WriteOperation(
                CatalogProfiles.writeProduct(Precondition.IGNORED),
                Products::checkBody,
                CREATE,
                call -> planCreation(call, ids.next()));
    }

    static WriteOperation change() {
        return new WriteOperation(
                CatalogProfiles.writeProduct(Precondition.REQUIRED), Products::checkBody, CHANGE, Products::planChange);
    }

    static ReadOperation read() {
        return new ReadOperation(
                CatalogProfiles.readProduct(),
                Operation.schemaOnly(),
                READ,
                call -> Entities.keyOf(call, PRODUCT),
                (call, rows) -> rows.isEmpty() ? Entities.unknown(PRODUCT) : new Answer(OK, product(rows.getFirst())));
    }

    static ReadOperation list() {
        return new ReadOperation(
                CatalogProfiles.readProduct(), Products::checkCursor, LIST, Products::pageParameters, Products::page);
    }

    private static Plan planCreation(Call call, UUID id) {
        JsonObject entity = Entities.entity(data(id.toString(), call.input().body(), false), 1, call.now(), call.now());
        return new Plan(parameters(id, call.input().body()), Map.of("done", new Answer(CREATED, entity)));
    }

    /** The statement adds what it alone knows: version, etag and createdAt. */
    private static Plan planChange(Call call) {
        JsonObject body = call.input().body();
        String id = call.input().pathParameter(PRODUCT);
        boolean discontinued = body.getBoolean("discontinued", false);
        List<Object> parameters = parameters(UUID.fromString(id), body);
        parameters.add(discontinued);
        JsonObject changed = new JsonObject()
                .put("data", data(id, body, discontinued))
                .put("lastModified", Entities.time(call.now()));
        return new Plan(
                parameters, Map.of("done", new Answer(OK, changed), "unknown-entity", Entities.unknown(PRODUCT)));
    }

    private static List<Object> parameters(UUID id, JsonObject body) {
        return new ArrayList<>(List.of(
                id,
                body.getString("name"),
                body.getString("description", ""),
                body.getJsonObject("price").getLong("amount"),
                body.getJsonObject("price").getString("currency")));
    }

    private static JsonObject data(String id, JsonObject body, boolean discontinued) {
        JsonObject price = body.getJsonObject("price");
        return data(
                id,
                body.getString("name"),
                body.getString("description", ""),
                price.getLong("amount"),
                price.getString("currency"),
                discontinued);
    }

    private static JsonObject data(
            String id, String name, String description, long amount, String currency, boolean discontinued) {
        return new JsonObject()
                .put("id", id)
                .put("name", name)
                .put("description", description)
                .put("price", new JsonObject().put("amount", amount).put("currency", currency))
                .put("discontinued", discontinued);
    }

    private static JsonObject product(SqlRow row) {
        JsonObject data = data(
                row.uuid("product_id").toString(),
                row.text("name"),
                row.text("description"),
                row.number("price"),
                row.text("currency"),
                row.flag("discontinued"));
        return Entities.entity(
                data,
                row.number("version"),
                row.time("created_at").toInstant(),
                row.time("updated_at").toInstant());
    }

    /** One more than the page has tells whether there is a next one. */
    private static List<Object> pageParameters(Call call) {
        return List.of(
                call.route().home().name(),
                call.tenant().value(),
                cursor(call.input()).orElseThrow().last(),
                limit(call) + 1L);
    }

    private static Answer page(Call call, List<SqlRow> rows) {
        List<SqlRow> shown = rows.subList(0, Math.min(rows.size(), limit(call)));
        JsonArray products = new JsonArray();
        shown.forEach(row -> products.add(product(row)));
        JsonObject body = new JsonObject().put("data", products);
        if (shown.size() < rows.size()) {
            body.put("next", new ProductCursor(shown.getLast().uuid("product_id")).encode());
        }
        return new Answer(OK, body);
    }

    private static int limit(Call call) {
        return call.input().queryInteger("limit").orElse(LIMIT_DEFAULT);
    }

    private static Optional<Problem> checkCursor(Input input) {
        return cursor(input).isPresent()
                ? Optional.empty()
                : Optional.of(Price.malformed("after", "Send as after what next said, unchanged."));
    }

    private static Optional<ProductCursor> cursor(Input input) {
        return input.queryText("after").map(ProductCursor::decode).orElse(Optional.of(ProductCursor.START));
    }

    /** Half of a surrogate pair passes JSON, and no database takes it. */
    private static Optional<Problem> checkBody(Input input) {
        return Stream.of("name", "description")
                .filter(member -> !StandardCharsets.UTF_8
                        .newEncoder()
                        .canEncode(input.body().getString(member, "")))
                .findFirst()
                .map(member -> Price.malformed(member, "It is not well-formed Unicode."))
                .or(() -> Price.check(input));
    }
}

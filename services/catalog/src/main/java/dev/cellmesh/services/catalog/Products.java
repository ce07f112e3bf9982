package dev.cellmesh.services.catalog;

import dev.cellmesh.model.profile.Precondition;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.service.Answer;
import dev.cellmesh.runtime.service.Call;
import dev.cellmesh.runtime.service.Entities;
import dev.cellmesh.runtime.service.Ids;
import dev.cellmesh.runtime.service.Operation;
import dev.cellmesh.runtime.service.Pages;
import dev.cellmesh.runtime.service.ReadOperation;
import dev.cellmesh.runtime.service.Verdict;
import dev.cellmesh.runtime.service.WriteOperation;
import dev.cellmesh.runtime.service.WriteOperation.Plan;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What can be done with a product? Written at home, read anywhere; it is never deleted, since reservations speak of it. */
final class Products {
    static final String PRODUCT = "product";
    static final SqlStatement READ = SqlStatement.load(Products.class, "read-product");

    static final Pages<UUID> PAGES = new Pages<>(new UUID(0, 0), UUID::toString, Ids::parse);

    private static final SqlStatement CREATE = SqlStatement.load(Products.class, "create-product");
    private static final SqlStatement CHANGE = SqlStatement.load(Products.class, "change-product");
    private static final SqlStatement LIST = SqlStatement.load(Products.class, "list-products");

    private Products() {}

    static WriteOperation create(Ids ids) {
        return new WriteOperation(
                CatalogProfiles.writeProduct(Precondition.IGNORED),
                Price::check,
                CREATE,
                call -> planCreation(call, ids.next()));
    }

    static WriteOperation change() {
        return new WriteOperation(
                CatalogProfiles.writeProduct(Precondition.REQUIRED), Price::check, CHANGE, Products::planChange);
    }

    static ReadOperation read() {
        return new ReadOperation(
                CatalogProfiles.readProduct(),
                Operation.schemaOnly(),
                READ,
                call -> Entities.keyOf(call, PRODUCT),
                Entities.one(PRODUCT, Products::product));
    }

    static ReadOperation list() {
        return new ReadOperation(
                CatalogProfiles.readProduct(), PAGES::check, LIST, Products::pageParameters, Products::page);
    }

    private static Plan planCreation(Call call, UUID id) {
        JsonObject entity = Entities.entity(data(id.toString(), call.input().body(), false), 1, call.now(), call.now());
        return new Plan(parameters(id, call.input().body()), Map.of(Verdict.DONE, Answer.created(entity)));
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
                parameters,
                Map.of(Verdict.DONE, Answer.ok(changed), Verdict.UNKNOWN_ENTITY, Entities.unknown(PRODUCT)));
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
        return Entities.entity(data, row);
    }

    private static List<Object> pageParameters(Call call) {
        return List.of(
                call.route().home().name(), call.tenant().value(), PAGES.after(call.input()), Pages.rows(call.input()));
    }

    private static Answer page(Call call, List<SqlRow> rows) {
        return Answer.ok(PAGES.page(call.input(), rows, Products::product, row -> row.uuid("product_id")));
    }
}

package dev.cellmesh.services.catalog;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.service.Answer;
import dev.cellmesh.runtime.service.Call;
import dev.cellmesh.runtime.service.Entities;
import dev.cellmesh.runtime.service.Ids;
import dev.cellmesh.runtime.service.MergedRead;
import dev.cellmesh.runtime.service.Operation;
import dev.cellmesh.runtime.service.Verdict;
import dev.cellmesh.runtime.service.WriteOperation;
import dev.cellmesh.runtime.service.WriteOperation.Plan;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** How many units of a product are there, and how do they come in? A delivery is sold first where it arrived. */
final class Stock {
    private static final SqlStatement DELIVER = SqlStatement.load(Stock.class, "deliver");

    private Stock() {}

    static WriteOperation deliver(Ids ids) {
        return new WriteOperation(
                        CatalogProfiles.writeStock(),
                        input -> Price.wholeNumber(input.body(), "quantity"),
                        DELIVER,
                        call -> planDelivery(call, ids.next()))
                .knowing(new KnownProduct());
    }

    static MergedRead read() {
        return new MergedRead(
                CatalogProfiles.readStock(),
                Operation.schemaOnly(),
                Portion.READ,
                call -> List.of(call.tenant().value(), call.input().pathId(Products.PRODUCT)),
                Stock::answer);
    }

    static Map<String, Answer> refusals() {
        return Map.of(
                Verdict.UNKNOWN_ENTITY,
                Entities.unknown(Products.PRODUCT),
                KnownProduct.DISCONTINUED,
                Answer.of(Problem.of(ProblemType.PRODUCT_DISCONTINUED, "The product is no longer sold.")),
                Rebalance.OUT_OF_STOCK,
                Answer.of(Problem.of(
                        ProblemType.OUT_OF_STOCK, "All regions together have fewer units than were asked for.")));
    }

    private static Plan planDelivery(Call call, UUID id) {
        UUID product = call.input().pathId(Products.PRODUCT);
        long quantity = call.input().body().getLong("quantity");
        JsonObject data = new JsonObject()
                .put("id", id.toString())
                .put("product", product.toString())
                .put("region", call.region().name())
                .put("quantity", quantity);
        Map<String, Answer> answers = new TreeMap<>(refusals());
        answers.put(Verdict.DONE, Answer.ok(Entities.entity(data, 1, call.now(), call.now())));
        return new Plan(List.of(product, id, quantity, (long) Portion.BUCKETS), answers);
    }

    private static Answer answer(Call call, Map<Region, List<SqlRow>> rows) {
        Map<Region, Portion> byRegion = new LinkedHashMap<>();
        rows.forEach((region, found) -> byRegion.put(region, Portion.of(found.getFirst())));
        if (byRegion.values().stream().noneMatch(Portion::knowsProduct)) {
            return Entities.unknown(Products.PRODUCT);
        }
        Portions portions = new Portions(byRegion);
        JsonObject regions = new JsonObject();
        byRegion.forEach((region, portion) -> regions.put(region.name(), portion.units()));
        // Copies of different ages may show an arrival before its departure.
        long onTheWay = portions.channels().stream()
                .mapToLong(Portions.OnTheWay::units)
                .filter(units -> units > 0)
                .sum();
        JsonObject data = new JsonObject()
                .put("product", call.input().pathParameter(Products.PRODUCT))
                .put("available", portions.total())
                .put("regions", regions)
                .put("onTheWay", onTheWay);
        return Answer.ok(new JsonObject().put("data", data));
    }
}

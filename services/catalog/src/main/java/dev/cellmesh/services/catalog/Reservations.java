package dev.cellmesh.services.catalog;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.profile.Precondition;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.service.Answer;
import dev.cellmesh.runtime.service.Call;
import dev.cellmesh.runtime.service.Entities;
import dev.cellmesh.runtime.service.Ids;
import dev.cellmesh.runtime.service.Input;
import dev.cellmesh.runtime.service.MergedRead;
import dev.cellmesh.runtime.service.Remedy;
import dev.cellmesh.runtime.service.Verdict;
import dev.cellmesh.runtime.service.WriteOperation;
import dev.cellmesh.runtime.service.WriteOperation.Plan;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Who gets which units? A reservation takes them out of the portion of the region where it arrives, and lives there; its release
 * goes to that region's ring, wherever it arrives.
 */
final class Reservations {
    private static final String RESERVATION = "reservation";
    private static final SqlStatement RESERVE = SqlStatement.load(Reservations.class, "reserve");
    private static final SqlStatement RELEASE = SqlStatement.load(Reservations.class, "release");
    private static final SqlStatement READ = SqlStatement.load(Reservations.class, "read-reservation");

    /** Others held what is here while this one looked: they are done, or will be. */
    private static final Remedy LOOK_AGAIN = (call, regions) -> Future.succeededFuture(Remedy.Outcome.TRY);

    private Reservations() {}

    static WriteOperation reserve(Ids ids) {
        return new WriteOperation(
                        CatalogProfiles.writeReservation(Precondition.IGNORED),
                        input -> Price.wholeNumber(input.body(), "quantity"),
                        RESERVE,
                        call -> planReservation(call, ids.next()))
                .knowing(new KnownProduct())
                .remedied(Map.of("short", new Rebalance(), "busy", LOOK_AGAIN));
    }

    static WriteOperation release() {
        return new WriteOperation(
                        CatalogProfiles.writeReservation(Precondition.OPTIONAL),
                        Reservations::checkId,
                        RELEASE,
                        Reservations::planRelease)
                .in(call -> idOf(call).region());
    }

    /** Only one region can have it; the others are not asked. */
    static MergedRead read() {
        return new MergedRead(
                CatalogProfiles.readReservation(),
                Reservations::checkId,
                READ,
                call -> List.of(call.tenant().value(), product(call), idOf(call).id()),
                call -> Optional.of(idOf(call).region()),
                Reservations::answer);
    }

    private static Plan planReservation(Call call, UUID id) {
        long quantity = call.input().body().getLong("quantity");
        ReservationId name = new ReservationId(id, call.region());
        JsonObject data = data(call, name, false).put("quantity", quantity);
        Map<String, Answer> answers = new TreeMap<>(Stock.refusals());
        answers.put(Verdict.DONE, Answer.created(Entities.entity(data, 1, call.now(), call.now())));
        return new Plan(List.of(product(call), id, quantity, bucketFor(id), Portion.BUCKETS), answers);
    }

    /** The statement adds what it alone knows: the quantity, the version, and the times. */
    private static Plan planRelease(Call call) {
        ReservationId name = idOf(call);
        JsonObject released = new JsonObject().put("data", data(call, name, true));
        return new Plan(
                List.of(product(call), name.id(), bucketFor(name.id()), Portion.BUCKETS),
                Map.of(Verdict.DONE, Answer.ok(released), Verdict.UNKNOWN_ENTITY, Entities.unknown(RESERVATION)));
    }

    /** By the random part of the id, so that reservations begin their search in different places. */
    private static int bucketFor(UUID id) {
        return (int) Long.remainderUnsigned(id.getLeastSignificantBits(), Portion.BUCKETS);
    }

    private static Answer answer(Call call, Map<Region, List<SqlRow>> rows) {
        return rows.values().stream()
                .flatMap(List::stream)
                .findFirst()
                .map(row -> Answer.ok(Entities.entity(
                        data(call, idOf(call), row.flag("released")).put("quantity", row.number("quantity")), row)))
                .orElseGet(() -> Entities.unknown(RESERVATION));
    }

    private static JsonObject data(Call call, ReservationId id, boolean released) {
        return new JsonObject()
                .put("id", id.toString())
                .put("product", call.input().pathParameter(Products.PRODUCT))
                .put("region", id.region().name())
                .put("status", released ? "released" : "held");
    }

    private static UUID product(Call call) {
        return call.input().pathId(Products.PRODUCT);
    }

    private static ReservationId idOf(Call call) {
        return ReservationId.parse(call.input().pathParameter(RESERVATION)).orElseThrow();
    }

    private static Optional<Problem> checkId(Input input) {
        return ReservationId.parse(input.pathParameter(RESERVATION)).isPresent()
                ? Optional.empty()
                : Optional.of(Problem.malformed(RESERVATION, "A reservation's id is as its answer said."));
    }
}

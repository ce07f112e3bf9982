package dev.cellmesh.services.catalog;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.Refusal;
import dev.cellmesh.runtime.service.Call;
import dev.cellmesh.runtime.service.Remedy;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What can be done when a region has too few units left? First pull some from the regions that seem to have them; if that was not
 * enough, ask all regions how many there are, and pull from those or say that there are too few. Requests for the same product
 * join the one that is at it already, for as long as the regions have not been asked: nobody is told of a count that is older than
 * its request. As many at once as requests are in flight; used on one event loop only.
 */
final class Rebalance implements Remedy {
    static final String OUT_OF_STOCK = "out-of-stock";

    private record Key(TenantId tenant, UUID product) {}

    /** What came of it, for requests of any quantity? */
    private sealed interface Result {
        /** Something has changed. */
        record Moved() implements Result {}

        /** All of them together have so many. */
        record Counted(long total) implements Result {}

        /** It takes more than the others have, and nobody knows what is there. */
        record Unreached(Refusal why, Region region) implements Result {}
    }

    private record Asked(Portions portions, List<Result.Unreached> unreached) {}

    private static final class Wave {
        private final Promise<Result> result = Promise.promise();
        private long needed;
    }

    private final Map<Key, Wave> joinable = new HashMap<>();

    @Override
    public Future<Outcome> apply(Call call, Regions regions) {
        long quantity = call.input().body().getLong("quantity");
        Key key = new Key(call.tenant(), call.input().pathId(Products.PRODUCT));
        Wave running = joinable.get(key);
        if (running != null) {
            running.needed = Math.max(running.needed, quantity);
            return running.result.future().map(result -> outcome(result, quantity, true));
        }
        Wave wave = new Wave();
        wave.needed = quantity;
        joinable.put(key, wave);
        lead(new Lead(key, wave, call.region(), regions)).onComplete(done -> {
            joinable.remove(key, wave);
            wave.result.handle(done);
        });
        return wave.result.future().map(result -> outcome(result, quantity, false));
    }

    /** Another one's deadline is not this one's. */
    private static Outcome outcome(Result result, long quantity, boolean joined) {
        return switch (result) {
            case Result.Moved moved -> Outcome.TRY;
            case Result.Counted counted ->
                counted.total() >= quantity
                        ? Outcome.TRY
                        : new Outcome.Decide(
                                new JsonObject().put("otherwise", OUT_OF_STOCK).put("available", counted.total()));
            case Result.Unreached unreached ->
                joined && unreached.why() == Refusal.DEADLINE_EXCEEDED
                        ? Outcome.TRY
                        : new Outcome.Unavailable(unreached.why(), unreached.region());
        };
    }

    private record Lead(Key key, Wave wave, Region own, Regions regions) {
        Moves moves() {
            return new Moves(regions, key.tenant().value(), key.product());
        }

        List<Object> parameters() {
            return List.of(key.tenant().value(), key.product());
        }
    }

    private Future<Result> lead(Lead lead) {
        return readAll(lead, false).compose(near -> {
            Portion own = near.portions().byRegion().get(lead.own());
            if (own == null) {
                return count(lead);
            }
            long missing = lead.wave().needed - own.units();
            if (missing <= 0) {
                return Future.succeededFuture(new Result.Moved());
            }
            return lead.moves()
                    .pull(lead.own(), near.portions(), missing)
                    .compose(arrived ->
                            isWorthATry(arrived, missing) ? Future.succeededFuture(new Result.Moved()) : count(lead));
        });
    }

    /** Enough has come, or somebody else was quicker, and who knows what is here now. */
    private static boolean isWorthATry(Moves.Arrived arrived, long missing) {
        return arrived.units() >= missing || (arrived.units() == 0 && arrived.any());
    }

    private Future<Result> count(Lead lead) {
        joinable.remove(lead.key(), lead.wave());
        return readAll(lead, true).compose(asked -> {
            long total = asked.portions().total();
            long needed = lead.wave().needed;
            Portion own = asked.portions().byRegion().get(lead.own());
            if (total < needed || own == null) {
                return Future.succeededFuture(
                        asked.unreached().isEmpty()
                                ? new Result.Counted(total)
                                : asked.unreached().getFirst());
            }
            return lead.moves()
                    .complete(asked.portions())
                    .compose(completed -> lead.moves().pull(lead.own(), asked.portions(), needed))
                    .map(arrived -> new Result.Moved());
        });
    }

    /** @param exactly from the regions themselves, not from the copies that are near */
    private static Future<Asked> readAll(Lead lead, boolean exactly) {
        List<Region> all = lead.regions().all();
        List<Future<ReadOutcome>> reads = all.stream()
                .map(region -> exactly
                        ? lead.regions().ask(region, Portion.READ, lead.parameters())
                        : lead.regions().look(region, Portion.READ, lead.parameters()))
                .toList();
        return Future.all(reads).map(done -> {
            Map<Region, Portion> portions = new LinkedHashMap<>();
            List<Result.Unreached> unreached = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                switch (reads.get(i).result()) {
                    case ReadOutcome.Rows rows ->
                        portions.put(all.get(i), Portion.of(rows.rows().getFirst()));
                    case ReadOutcome.Unavailable unavailable ->
                        unreached.add(new Result.Unreached(unavailable.why(), all.get(i)));
                }
            }
            return new Asked(new Portions(portions), unreached);
        });
    }
}

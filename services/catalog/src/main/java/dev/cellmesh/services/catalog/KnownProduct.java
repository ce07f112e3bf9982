package dev.cellmesh.services.catalog;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.service.Call;
import dev.cellmesh.runtime.service.Remedy;
import dev.cellmesh.runtime.service.Verdict;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Is there such a product, and is it sold? Its row lives at home, its units everywhere, so that this has to be known before a
 * statement of another ring is run. The nearest copy may say yes; a no is asked for at home, because it is stored under the key.
 */
final class KnownProduct implements Remedy {
    static final String DISCONTINUED = "product-discontinued";
    static final String REFUSED = "refused";

    @Override
    public Future<Outcome> apply(Call call, Regions regions) {
        Region home = call.route().home();
        List<Object> parameters = List.of(call.tenant().value(), call.input().pathId(Products.PRODUCT));
        return regions.look(home, Products.READ, parameters)
                .compose(near -> near instanceof ReadOutcome.Rows rows && isSold(rows.rows())
                        ? Future.succeededFuture(Outcome.TRY)
                        : regions.ask(home, Products.READ, parameters).map(exact -> outcome(exact, home)));
    }

    private static Outcome outcome(ReadOutcome exact, Region home) {
        return switch (exact) {
            case ReadOutcome.Unavailable unavailable -> new Outcome.Unavailable(unavailable.why(), home);
            case ReadOutcome.Rows rows -> {
                if (isSold(rows.rows())) {
                    yield Outcome.TRY;
                }
                yield refused(rows.rows().isEmpty() ? Verdict.UNKNOWN_ENTITY : DISCONTINUED);
            }
        };
    }

    private static boolean isSold(List<SqlRow> rows) {
        return !rows.isEmpty() && !rows.getFirst().flag("discontinued");
    }

    private static Outcome refused(String verdict) {
        return new Outcome.Decide(new JsonObject().put(REFUSED, verdict));
    }
}

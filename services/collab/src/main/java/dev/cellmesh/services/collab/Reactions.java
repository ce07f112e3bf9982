package dev.cellmesh.services.collab;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.merge.GCounter;
import dev.cellmesh.model.merge.PnCounter;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.service.Answer;
import dev.cellmesh.runtime.service.Call;
import dev.cellmesh.runtime.service.MergedRead;
import dev.cellmesh.runtime.service.Operation;
import dev.cellmesh.runtime.service.Verdict;
import dev.cellmesh.runtime.service.WriteOperation;
import dev.cellmesh.runtime.service.WriteOperation.Plan;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How many people liked it? Each region counts up and down in a row of its own, and the sum of all is the count. */
final class Reactions {
    /**
     * Of one document in one region: more than people tell apart. Requests that run at once may pass it by as many as they are,
     * and regions that add kinds at once can come to as many times as much as there are regions.
     */
    static final int KINDS_MAX = 32;

    private static final SqlStatement REACT = SqlStatement.load(Reactions.class, "react");
    private static final SqlStatement LIST = SqlStatement.load(Reactions.class, "list-reactions");

    private Reactions() {}

    static WriteOperation react() {
        return new WriteOperation(CollabProfiles.REACT, Operation.schemaOnly(), REACT, Reactions::plan);
    }

    static MergedRead read() {
        return new MergedRead(
                CollabProfiles.READ_REACTIONS,
                Operation.schemaOnly(),
                LIST,
                call -> List.of(call.tenant().value(), call.input().pathId(Documents.DOCUMENT)),
                Reactions::counts);
    }

    private static Plan plan(Call call) {
        String kind = call.input().body().getString("kind");
        int delta = call.input().body().getInteger("delta");
        JsonObject data = new JsonObject()
                .put("document", documentOf(call))
                .put("kind", kind)
                .put("delta", delta)
                .put("region", call.region().name());
        return new Plan(
                List.of(
                        call.input().pathId(Documents.DOCUMENT),
                        kind,
                        (long) Math.max(delta, 0),
                        (long) Math.max(-delta, 0),
                        (long) KINDS_MAX),
                Map.of(
                        Verdict.DONE,
                        Answer.ok(new JsonObject().put("data", data)),
                        Verdict.LIMIT_REACHED,
                        Answer.of(Problem.limitReached(
                                "kinds", KINDS_MAX, "The document has as many kinds of reactions as one may have."))));
    }

    private static Answer counts(Call call, Map<Region, List<SqlRow>> rows) {
        SortedMap<String, PnCounter> counters = new TreeMap<>();
        rows.forEach((region, counted) -> counted.forEach(row -> counters.merge(
                row.text("kind"),
                new PnCounter(
                        new GCounter(Map.of(region, row.number("increments"))),
                        new GCounter(Map.of(region, row.number("decrements")))),
                PnCounter::merge)));
        JsonArray counts = new JsonArray();
        counters.forEach(
                (kind, counter) -> counts.add(new JsonObject().put("kind", kind).put("count", counter.value())));
        JsonObject data = new JsonObject().put("document", documentOf(call)).put("counts", counts);
        return Answer.ok(new JsonObject().put("data", data));
    }

    private static String documentOf(Call call) {
        return call.input().pathParameter(Documents.DOCUMENT);
    }
}

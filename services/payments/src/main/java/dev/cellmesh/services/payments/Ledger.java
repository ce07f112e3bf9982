package dev.cellmesh.services.payments;

import dev.cellmesh.model.profile.ConflictRule;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.service.Answer;
import dev.cellmesh.runtime.service.Call;
import dev.cellmesh.runtime.service.Entities;
import dev.cellmesh.runtime.service.Input;
import dev.cellmesh.runtime.service.ReadOperation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** What happened to an account, in order? Pages by key, so that entries that come meanwhile move nothing. */
final class Ledger {
    /** A page that a person reads at once. */
    private static final int LIMIT_DEFAULT = 50;

    private static final int OK = 200;
    private static final SqlStatement LIST = SqlStatement.load(Ledger.class, "ledger");

    private Ledger() {}

    static ReadOperation list() {
        return new ReadOperation(
                PaymentsProfiles.read("ledger", ConflictRule.IMMUTABLE),
                Ledger::checkCursor,
                LIST,
                Ledger::parameters,
                Ledger::page);
    }

    private static Optional<Problem> checkCursor(Input input) {
        return cursor(input).isPresent()
                ? Optional.empty()
                : Optional.of(Problem.of(ProblemType.MALFORMED_REQUEST, "Send as after what next said, unchanged.")
                        .with("field", "after"));
    }

    private static Optional<LedgerCursor> cursor(Input input) {
        return input.queryText("after").map(LedgerCursor::decode).orElse(Optional.of(LedgerCursor.START));
    }

    private static int limit(Call call) {
        return call.input().queryInteger("limit").orElse(LIMIT_DEFAULT);
    }

    /** One more than the page has tells whether there is a next one. */
    private static List<Object> parameters(Call call) {
        List<Object> parameters = Entities.keyOf(call, Accounts.ACCOUNT);
        parameters.add(cursor(call.input()).orElseThrow().version());
        parameters.add(limit(call) + 1L);
        return parameters;
    }

    private static Answer page(Call call, List<SqlRow> rows) {
        if (rows.isEmpty()) {
            return Entities.unknown(Accounts.ACCOUNT);
        }
        JsonArray entries = new JsonArray();
        boolean isEmpty = rows.getFirst().uuid("posting_id") == null;
        List<SqlRow> shown = isEmpty ? List.of() : rows.subList(0, Math.min(rows.size(), limit(call)));
        shown.forEach(row -> entries.add(entry(row)));
        JsonObject body = new JsonObject().put("data", entries);
        if (shown.size() < rows.size() && !isEmpty) {
            body.put("next", new LedgerCursor(shown.getLast().number("account_version")).encode());
        }
        return new Answer(OK, body);
    }

    private static JsonObject entry(SqlRow row) {
        return new JsonObject()
                .put("account", row.uuid("account_id").toString())
                .put("version", row.number("account_version"))
                .put("posting", row.uuid("posting_id").toString())
                .put("amount", row.number("amount"))
                .put("balance", row.number("balance_after"))
                .put("currency", row.text("currency"))
                .put("createdAt", Entities.time(row.time("created_at")));
    }
}

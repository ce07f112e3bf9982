package dev.cellmesh.services.payments;

import dev.cellmesh.model.profile.ConflictRule;
import dev.cellmesh.model.profile.Precondition;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.service.Answer;
import dev.cellmesh.runtime.service.Call;
import dev.cellmesh.runtime.service.Entities;
import dev.cellmesh.runtime.service.Ids;
import dev.cellmesh.runtime.service.Operation;
import dev.cellmesh.runtime.service.ReadOperation;
import dev.cellmesh.runtime.service.Verdict;
import dev.cellmesh.runtime.service.WriteOperation;
import dev.cellmesh.runtime.service.WriteOperation.Plan;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What can be done with a transfer? It is made once and never changes. */
final class Transfers {
    private static final String TRANSFER = "transfer";
    private static final SqlStatement MAKE = SqlStatement.load(Transfers.class, "transfer");
    private static final SqlStatement READ = SqlStatement.load(Transfers.class, "read-transfer");

    private Transfers() {}

    static WriteOperation make(Ids ids) {
        return new WriteOperation(
                PaymentsProfiles.write(TRANSFER, ConflictRule.IMMUTABLE, Precondition.OPTIONAL),
                input -> Money.checkCurrency(input).or(() -> Money.checkAmount(input, "amount")),
                MAKE,
                call -> plan(call, ids.next()));
    }

    static ReadOperation read() {
        return new ReadOperation(
                PaymentsProfiles.read(TRANSFER, ConflictRule.IMMUTABLE),
                Operation.schemaOnly(),
                READ,
                call -> Entities.keyOf(call, TRANSFER),
                Entities.one(TRANSFER, Transfers::transfer));
    }

    private static Plan plan(Call call, UUID id) {
        JsonObject body = call.input().body();
        String from = body.getString("from");
        String to = body.getString("to");
        long amount = body.getLong("amount");
        String currency = body.getString("currency");
        return new Plan(
                List.of(id, UUID.fromString(from), UUID.fromString(to), amount, currency, Money.AMOUNT_MAX),
                Map.of(
                        Verdict.DONE,
                        Answer.created(immutable(data(id.toString(), from, to, amount, currency), call.now())),
                        Verdict.UNKNOWN_ENTITY,
                        Entities.unknown(Accounts.ACCOUNT),
                        "same-account",
                        refusal(ProblemType.SAME_ACCOUNT, "Source and destination have to be two accounts."),
                        "currency-mismatch",
                        refusal(ProblemType.CURRENCY_MISMATCH, "Both accounts have to be in the transfer's currency."),
                        "insufficient-funds",
                        refusal(ProblemType.INSUFFICIENT_FUNDS, "The source account has less than the amount."),
                        "balance-limit",
                        refusal(ProblemType.BALANCE_LIMIT, "No account may hold more than " + Money.AMOUNT_MAX + ".")));
    }

    private static JsonObject transfer(SqlRow row) {
        JsonObject data = data(
                        row.uuid("transfer_id").toString(),
                        row.uuid("source_id").toString(),
                        row.uuid("destination_id").toString(),
                        row.number("amount"),
                        row.text("currency"))
                .put("fromVersion", row.number("source_version"))
                .put("toVersion", row.number("destination_version"));
        return immutable(data, row.time("created_at").toInstant());
    }

    private static JsonObject data(String id, String from, String to, long amount, String currency) {
        return new JsonObject()
                .put("id", id)
                .put("from", from)
                .put("to", to)
                .put("amount", amount)
                .put("currency", currency);
    }

    private static JsonObject immutable(JsonObject data, Instant madeAt) {
        return Entities.entity(data, 1, madeAt, madeAt);
    }

    private static Answer refusal(ProblemType type, String detail) {
        return Answer.of(Problem.of(type, detail));
    }
}

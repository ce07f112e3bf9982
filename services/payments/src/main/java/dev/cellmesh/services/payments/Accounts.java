package dev.cellmesh.services.payments;

import dev.cellmesh.model.profile.ConflictRule;
import dev.cellmesh.model.profile.Precondition;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.database.SqlStatement;
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
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What can be done with an account? Strong reads; writes that a majority of regions acknowledges. */
final class Accounts {
    static final String ACCOUNT = "account";

    private static final SqlStatement OPEN = SqlStatement.load(Accounts.class, "open-account");
    private static final SqlStatement READ = SqlStatement.load(Accounts.class, "read-account");
    private static final SqlStatement LABEL = SqlStatement.load(Accounts.class, "label-account");

    private Accounts() {}

    static WriteOperation open(Ids ids) {
        return new WriteOperation(
                PaymentsProfiles.write(ACCOUNT, ConflictRule.VERSION, Precondition.IGNORED),
                input -> Money.checkCurrency(input).or(() -> Money.checkAmount(input, "openingBalance")),
                OPEN,
                call -> planOpening(call, ids.next()));
    }

    static ReadOperation read() {
        return new ReadOperation(
                PaymentsProfiles.read(ACCOUNT, ConflictRule.VERSION),
                Operation.schemaOnly(),
                READ,
                call -> Entities.keyOf(call, ACCOUNT),
                Entities.one(ACCOUNT, Accounts::account));
    }

    static WriteOperation label() {
        return new WriteOperation(
                PaymentsProfiles.write(ACCOUNT, ConflictRule.VERSION, Precondition.REQUIRED),
                Operation.schemaOnly(),
                LABEL,
                Accounts::planLabelling);
    }

    private static Plan planOpening(Call call, UUID id) {
        JsonObject body = call.input().body();
        String currency = body.getString("currency");
        String label = body.getString("label", "");
        long balance = body.getLong("openingBalance", 0L);
        JsonObject entity = Entities.entity(data(id.toString(), currency, label, balance), 1, call.now(), call.now());
        return new Plan(List.of(id, currency, label, balance), Map.of(Verdict.DONE, Answer.created(entity)));
    }

    /** The statement adds what it alone knows: version, etag, createdAt, and the account's currency and balance. */
    private static Plan planLabelling(Call call) {
        String id = call.input().pathParameter(ACCOUNT);
        String label = call.input().body().getString("label");
        JsonObject changed = new JsonObject()
                .put("data", new JsonObject().put("id", id).put("label", label))
                .put("lastModified", Entities.time(call.now()));
        return new Plan(
                List.of(UUID.fromString(id), label),
                Map.of(Verdict.DONE, Answer.ok(changed), Verdict.UNKNOWN_ENTITY, Entities.unknown(ACCOUNT)));
    }

    private static JsonObject account(SqlRow row) {
        JsonObject data =
                data(row.uuid("account_id").toString(), row.text("currency"), row.text("label"), row.number("balance"));
        return Entities.entity(data, row);
    }

    private static JsonObject data(String id, String currency, String label, long balance) {
        return new JsonObject()
                .put("id", id)
                .put("currency", currency)
                .put("label", label)
                .put("balance", balance);
    }
}

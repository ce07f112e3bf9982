package dev.cellmesh.services.payments;

import dev.cellmesh.model.profile.ConflictRule;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.service.Answer;
import dev.cellmesh.runtime.service.Call;
import dev.cellmesh.runtime.service.Entities;
import dev.cellmesh.runtime.service.Pages;
import dev.cellmesh.runtime.service.ReadOperation;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What happened to an account, in order? Pages by key, so that entries that come meanwhile move nothing. */
final class Ledger {
    /** By the version of the account after the last entry seen. */
    static final Pages<Long> PAGES = new Pages<>(0L, String::valueOf, Ledger::version);

    /** Eighteen digits always fit a long. */
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");

    private static final SqlStatement LIST = SqlStatement.load(Ledger.class, "ledger");

    private Ledger() {}

    static ReadOperation list() {
        return new ReadOperation(
                PaymentsProfiles.read("ledger", ConflictRule.IMMUTABLE),
                PAGES::check,
                LIST,
                Ledger::parameters,
                Ledger::page);
    }

    private static Optional<Long> version(String text) {
        return VERSION.matcher(text).matches() ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    private static List<Object> parameters(Call call) {
        List<Object> parameters = Entities.keyOf(call, Accounts.ACCOUNT);
        parameters.add(PAGES.after(call.input()));
        parameters.add(Pages.rows(call.input()));
        return parameters;
    }

    /** An account without entries is one row that has none. */
    private static Answer page(Call call, List<SqlRow> rows) {
        if (rows.isEmpty()) {
            return Entities.unknown(Accounts.ACCOUNT);
        }
        List<SqlRow> entries = rows.getFirst().uuid("posting_id") == null ? List.of() : rows;
        return Answer.ok(PAGES.page(call.input(), entries, Ledger::entry, row -> row.number("account_version")));
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

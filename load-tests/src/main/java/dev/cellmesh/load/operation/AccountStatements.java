package dev.cellmesh.load.operation;

import dev.cellmesh.load.check.Statement;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;

/**
 * What do a tenant's accounts say in the end? Their balances, and all lines of their ledgers.
 *
 * @param opening balance of each of them
 */
record AccountStatements(World world, long opening) {
    private static final int LEDGER_PAGE = 200;

    /** @throws Api.Unprepared when one cannot be read in time */
    Statement of(Tenant tenant, List<String> accounts, Api.Deadline deadline) {
        List<Callable<Statement.Account>> tasks = new ArrayList<>();
        for (String account : accounts) {
            tasks.add(() -> {
                String path = tenant.path("/accounts/" + account);
                long balance =
                        read(tenant, path, deadline).getJsonObject("data").getLong("balance");
                return new Statement.Account(account, opening, balance, postings(tenant, account, path, deadline));
            });
        }
        return new Statement(tenant.name(), Api.all(tasks));
    }

    private List<Statement.Posting> postings(Tenant tenant, String account, String path, Api.Deadline deadline) {
        List<Statement.Posting> postings = new ArrayList<>();
        String first = path + "/ledger?limit=" + LEDGER_PAGE;
        for (String target = first; !target.isEmpty(); ) {
            JsonObject page = read(tenant, target, deadline);
            JsonArray lines = page.getJsonArray("data");
            for (int i = 0; i < lines.size(); i++) {
                JsonObject line = lines.getJsonObject(i);
                // The opening balance is posted under the account's own id.
                if (!line.getString("posting").equals(account)) {
                    postings.add(
                            new Statement.Posting(UUID.fromString(line.getString("posting")), line.getLong("amount")));
                }
            }
            String next = page.getString("next");
            target = next == null ? "" : first + "&after=" + next;
        }
        return postings;
    }

    private JsonObject read(Tenant tenant, String target, Api.Deadline deadline) {
        return world.api
                .expect(world.read(tenant.home(), tenant, target, Optional.of(World.STRONG), ""), deadline, 200)
                .body()
                .toJsonObject();
    }
}

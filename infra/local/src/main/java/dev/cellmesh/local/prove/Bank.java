package dev.cellmesh.local.prove;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who has how much, by the service's own account? One tenant's accounts, opened with a known sum, and read back at the
 * end through its home region's edge.
 */
public final class Bank {
    public static final String CURRENCY = "EUR";
    public static final long OPENING_BALANCE = 10_000;
    private static final int LEDGER_PAGE = 200;

    private final TenantApi api;
    private final String tenant;
    private final String token;
    private final String homeEdge;
    private final List<String> accounts = new ArrayList<>();

    /** @param homeEdge the URL of the edge in the tenant's home region */
    public Bank(TenantApi api, String tenant, String token, String homeEdge) {
        this.api = api;
        this.tenant = tenant;
        this.token = token;
        this.homeEdge = homeEdge;
    }

    /** What one account's ledger says of one transfer. */
    public record Entry(String account, long amount) {}

    /**
     * What the service says at the end.
     *
     * @param entries of each transfer, by its id
     */
    public record Statement(long balances, long ledger, Map<String, List<Entry>> entries) {}

    public String token() {
        return token;
    }

    public List<String> accounts() {
        return accounts;
    }

    public String transfersUrl(String edge) {
        return edge + path() + "/transfers";
    }

    private String path() {
        return "/v1/tenants/" + tenant;
    }

    public void open(int count) {
        for (int i = 0; i < count; i++) {
            TenantApi.Settled opened = api.post(
                    homeEdge + path() + "/accounts",
                    token,
                    "open-" + i,
                    new JsonObject().put("currency", CURRENCY).put("openingBalance", OPENING_BALANCE));
            if (opened.status() != 201) {
                throw new Violation(tenant + ": an account was not opened: " + opened.bytes());
            }
            accounts.add(opened.body().getJsonObject("data").getString("id"));
        }
    }

    public long deposited() {
        return accounts.size() * OPENING_BALANCE;
    }

    /** Reads every balance and every ledger page. */
    public Statement read() {
        long balances = 0;
        long ledger = 0;
        Map<String, List<Entry>> entries = new HashMap<>();
        for (String account : accounts) {
            long balance = balance(account);
            long sum = 0;
            for (JsonObject entry : ledger(account)) {
                long amount = entry.getLong("amount");
                sum += amount;
                String transfer = entry.getString("posting");
                // An opening balance is posted under the account's own id.
                if (!transfer.equals(account)) {
                    entries.computeIfAbsent(transfer, id -> new ArrayList<>()).add(new Entry(account, amount));
                }
            }
            if (balance < 0) {
                throw new Violation(tenant + ": account " + account + " is overdrawn: " + balance);
            }
            if (balance != sum) {
                throw new Violation(
                        tenant + ": account " + account + " holds " + balance + ", its ledger adds up to " + sum);
            }
            balances += balance;
            ledger += sum;
        }
        return new Statement(balances, ledger, entries);
    }

    private long balance(String account) {
        return read(homeEdge + path() + "/accounts/" + account)
                .getJsonObject("data")
                .getLong("balance");
    }

    private List<JsonObject> ledger(String account) {
        List<JsonObject> all = new ArrayList<>();
        String first = homeEdge + path() + "/accounts/" + account + "/ledger?limit=" + LEDGER_PAGE;
        for (String url = first; url != null; ) {
            JsonObject page = read(url);
            JsonArray data = page.getJsonArray("data");
            data.forEach(entry -> all.add((JsonObject) entry));
            String next = page.getString("next");
            url = next == null ? null : first + "&after=" + next;
        }
        return all;
    }

    private JsonObject read(String url) {
        TenantApi.Settled answer = api.get(url, token);
        if (answer.status() != 200) {
            throw new Violation("GET " + url + " answered " + answer.bytes());
        }
        return answer.body();
    }
}

package dev.cellmesh.local.prove;

import dev.cellmesh.local.mesh.MeshClient;
import dev.cellmesh.local.mesh.MeshStatus;
import dev.cellmesh.local.mesh.MeshStatus.NodeStatus;
import dev.cellmesh.runtime.identity.Caller;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Does every key move money exactly once, in all regions at once, while cells crash? Tenants in every home region, accounts
 * with a known sum, and transfers sent through every edge, some twice at the same time with the same key. What is
 * promised is then read back. The first broken promise ends it.
 */
public final class PaymentsProof {
    private static final Duration TOKEN_VALID = Duration.ofHours(2);

    /**
     * How much is tried?
     *
     * @param seed decides who pays whom, how much, through which edge, and which keys are sent twice
     * @param inFlight requests at the same time
     * @param replays keys that are sent once more in the end
     */
    public record Size(long seed, int tenantsPerRegion, int accounts, int transfers, int inFlight, int replays) {
        public static final Size DEFAULT = new Size(1, 10, 20, 30_000, 240, 1_000);
    }

    /** Every tenth transfer is sent twice. */
    private static final int TWICE_EVERY = 10;

    private final MeshClient mesh;
    private final Size size;
    private final PrintStream out;
    private final Tally tally = new Tally();
    private final TenantApi api = new TenantApi(tally);
    private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    private final List<Bank> banks = new ArrayList<>();
    /** The settled answer of each transfer that was sent, by its number. */
    private final Map<Integer, String> answers = new ConcurrentHashMap<>();
    /** The id of each transfer that was answered 201, by its number. */
    private final Map<Integer, String> moved = new ConcurrentHashMap<>();

    private List<String> edges = List.of();

    public PaymentsProof(MeshClient mesh, Size size, PrintStream out) {
        this.mesh = mesh;
        this.size = size;
        this.out = out;
    }

    /** @throws Violation at the first broken promise */
    public void run() throws Exception {
        MeshStatus status = mesh.status();
        edges = status.edges().stream().map(NodeStatus::url).toList();
        List<String> cells = status.cells().stream().map(NodeStatus::id).toList();
        out.printf(
                "payments: %d tenants, %d accounts each, %d transfers, every %dth twice, %d at a time, seed %d%n",
                size.tenantsPerRegion() * edges.size(),
                size.accounts(),
                size.transfers(),
                TWICE_EVERY,
                size.inFlight(),
                size.seed());
        if (!status.processes()) {
            out.println("  (cells are killed inside one JVM; ./infra/mesh up --processes gives each its own)");
        }
        step("tenants and accounts", () -> Parallel.run(openers(status), size.inFlight()));
        long began = System.nanoTime();
        CellKiller killer = new CellKiller(mesh, cells, new SplittableRandom(size.seed()), tally);
        try {
            step("transfers", () -> Parallel.run(transfers(), size.inFlight()));
        } finally {
            killer.stop();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        step("replays", () -> Parallel.run(replays(), size.inFlight()));
        step("balances and ledgers", () -> Parallel.run(audits(), size.inFlight()));
        report(seconds);
    }

    private List<Runnable> openers(MeshStatus status) {
        String admin = mesh.token(null, List.of(Caller.ADMIN), TOKEN_VALID);
        List<Runnable> openers = new ArrayList<>();
        for (NodeStatus edge : status.edges()) {
            for (int i = 0; i < size.tenantsPerRegion(); i++) {
                String tenant = "prove-" + run + "-" + edge.region().substring(0, 2) + i;
                TenantApi.Settled created = api.post(
                        status.controlPlane().url() + "/v1/admin/tenants",
                        admin,
                        tenant,
                        new JsonObject().put("id", tenant).put("homeRegion", edge.region()));
                if (created.status() != 201) {
                    throw new Violation("tenant " + tenant + " was not created: " + created.bytes());
                }
                Bank bank = new Bank(api, tenant, mesh.token(tenant, List.of(), TOKEN_VALID), edge.url());
                banks.add(bank);
                openers.add(() -> bank.open(size.accounts()));
            }
        }
        return openers;
    }

    private List<Runnable> transfers() {
        List<Runnable> tasks = new ArrayList<>();
        for (int i = 0; i < size.transfers(); i++) {
            int number = i;
            tasks.add(() -> transfer(number, false));
            if (number % TWICE_EVERY == 0) {
                tasks.add(() -> transfer(number, false));
            }
        }
        return tasks;
    }

    private List<Runnable> replays() {
        SplittableRandom random = new SplittableRandom(size.seed() + 1);
        List<Runnable> tasks = new ArrayList<>();
        for (int i = 0; i < size.replays(); i++) {
            int number = random.nextInt(size.transfers());
            tasks.add(() -> transfer(number, true));
        }
        return tasks;
    }

    private void transfer(int number, boolean mustReplay) {
        SplittableRandom random = new SplittableRandom(size.seed() * 1_000_003 + number);
        Bank bank = banks.get(number % banks.size());
        int from = random.nextInt(bank.accounts().size());
        int to = (from + 1 + random.nextInt(bank.accounts().size() - 1))
                % bank.accounts().size();
        JsonObject wish = new JsonObject()
                .put("from", bank.accounts().get(from))
                .put("to", bank.accounts().get(to))
                .put("amount", 1 + random.nextInt(2_000))
                .put("currency", Bank.CURRENCY);
        // Not of the seeded sequence: two tellings of one key shall meet at different edges.
        String edge = edges.get((int) (Thread.currentThread().threadId() % edges.size()));
        String key = run + "-" + number;
        TenantApi.Settled answer = api.post(bank.transfersUrl(edge), bank.token(), key, wish);
        String first = answers.putIfAbsent(number, answer.bytes());
        if (first != null && !first.equals(answer.bytes())) {
            throw new Violation(
                    "key " + key + " was answered twice, and not alike:\n" + first + "\n---\n" + answer.bytes());
        }
        if (mustReplay && !answer.replayed()) {
            throw new Violation("key " + key + " was answered before, and this was not a replay");
        }
        switch (answer.status()) {
            case 201 -> moved.put(number, answer.body().getJsonObject("data").getString("id"));
            case 422 -> tally.count("transfers refused");
            default -> throw new Violation("key " + key + " was answered with " + answer.bytes());
        }
        tally.count(answer.replayed() ? "answers replayed" : "answers first");
    }

    private List<Runnable> audits() {
        List<Runnable> audits = new ArrayList<>();
        for (int i = 0; i < banks.size(); i++) {
            int index = i;
            audits.add(() -> audit(index));
        }
        return audits;
    }

    private void audit(int index) {
        Bank bank = banks.get(index);
        Bank.Statement statement = bank.read();
        if (statement.balances() != bank.deposited()) {
            throw new Violation("bank " + index + ": deposited " + bank.deposited() + ", and the balances add up to "
                    + statement.balances());
        }
        Map<String, List<Bank.Entry>> unexplained = new java.util.HashMap<>(statement.entries());
        moved.forEach((number, transfer) -> {
            if (number % banks.size() == index) {
                List<Bank.Entry> entries = unexplained.remove(transfer);
                if (entries == null) {
                    throw new Violation("transfer " + transfer + " was answered 201 and is not in the ledger");
                }
                if (entries.size() != 2
                        || entries.stream().mapToLong(Bank.Entry::amount).sum() != 0) {
                    throw new Violation("transfer " + transfer + " is not one debit and one credit: " + entries);
                }
            }
        });
        if (!unexplained.isEmpty()) {
            throw new Violation(unexplained.size() + " transfers are in the ledger that no key was answered with: "
                    + unexplained.keySet().iterator().next());
        }
        tally.count("banks audited");
    }

    private void report(double seconds) {
        out.println();
        out.printf(
                "  %-52s %10d%n",
                "deposited, and found in balances and ledgers",
                banks.stream().mapToLong(Bank::deposited).sum());
        out.printf("  %-52s %10d%n", "keys that moved money, each exactly once", moved.size());
        out.printf("  %-52s %10d%n", "keys refused, and money left alone", answers.size() - moved.size());
        tally.all().forEach((what, count) -> out.printf("  %-52s %10d%n", what, count));
        out.printf("  %-52s %10.0f%n", "settled transfers a second", answers.size() / seconds);
        out.println("PROVEN: nothing lost, nothing doubled, replays byte for byte the same");
    }

    private interface Step {
        void run() throws Exception;
    }

    private void step(String name, Step step) throws Exception {
        long began = System.nanoTime();
        step.run();
        out.printf("  %-44s %7.1f s%n", name, (System.nanoTime() - began) / 1e9);
    }
}

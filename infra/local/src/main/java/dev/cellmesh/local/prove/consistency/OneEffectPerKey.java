package dev.cellmesh.local.prove.consistency;

import dev.cellmesh.local.prove.Bank;
import dev.cellmesh.local.prove.Finding;
import dev.cellmesh.local.prove.Meanwhile;
import dev.cellmesh.local.prove.Parallel;
import dev.cellmesh.local.prove.TenantApi.Settled;
import dev.cellmesh.local.prove.Violation;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Has one key one effect, and one answer? Each key is sent ten times at once, through all three edges, while connections end in
 * the middle of their commits. What was moved is then counted in the ledger.
 */
final class OneEffectPerKey implements Check {
    private static final int KEYS = 10_000;
    private static final int TIMES = 10;
    private static final int KEYS_AT_ONCE = 20;
    private static final int ACCOUNTS = 60;
    private static final Duration CUT_EVERY = Duration.ofMillis(250);

    private final LongAdder different = new LongAdder();
    private final LongAdder cut = new LongAdder();
    private final Map<Integer, String> transfers = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return "one-effect-per-key";
    }

    @Override
    public List<Finding> run(World world) throws Exception {
        World.Tenant tenant = world.tenant("keys");
        Bank bank = new Bank(world.api, tenant.name(), tenant.token(), world.edge(World.HOME));
        bank.open(ACCOUNTS);
        int keys = world.share(KEYS);
        Meanwhile cutter = Meanwhile.repeat(pause -> {
            cut.add(world.mesh.endWaitingCommits(World.HOME));
            pause.last(CUT_EVERY);
        });
        List<Runnable> tasks = new ArrayList<>();
        for (int key = 0; key < keys; key++) {
            String[] answers = new String[TIMES];
            LongAdder left = new LongAdder();
            left.add(TIMES);
            for (int time = 0; time < TIMES; time++) {
                int number = key;
                int which = time;
                tasks.add(() -> {
                    answers[which] = send(world, bank, number, which);
                    synchronized (answers) {
                        left.decrement();
                        if (left.sum() == 0) {
                            compare(answers);
                        }
                    }
                });
            }
        }
        try {
            Parallel.run(tasks, KEYS_AT_ONCE * TIMES);
        } finally {
            cutter.stop();
        }
        Bank.Statement statement = bank.read();
        long twice = statement.entries().values().stream()
                .filter(entries -> entries.size() != 2)
                .count();
        long unexplained = statement.entries().keySet().stream()
                .filter(transfer -> !transfers.containsValue(transfer))
                .count();
        long missing = transfers.values().stream()
                .filter(transfer -> !statement.entries().containsKey(transfer))
                .count();
        return List.of(
                new Finding(
                        "keys sent " + TIMES + " times at once from three regions: effects",
                        keys + " keys, once each",
                        statement.entries().size() + " moved, " + (twice + unexplained + missing) + " wrong",
                        twice + unexplained + missing == 0
                                && statement.entries().size() == transfers.size()
                                && statement.balances() == bank.deposited()),
                new Finding("  answers that differ by a byte", "0", different.sum() + "", different.sum() == 0),
                new Finding("  commits whose connection was ended meanwhile", "> 0", cut.sum() + "", cut.sum() > 0));
    }

    private String send(World world, Bank bank, int number, int which) {
        int from = number % ACCOUNTS;
        int to = (from + 1 + (number / ACCOUNTS) % (ACCOUNTS - 1)) % ACCOUNTS;
        JsonObject wish = new JsonObject()
                .put("from", bank.accounts().get(from))
                .put("to", bank.accounts().get(to))
                .put("amount", 1)
                .put("currency", Bank.CURRENCY);
        String edge = world.edge(world.regions().get(which % world.regions().size()));
        Settled answer =
                world.api.post(bank.transfersUrl(edge), bank.token(), world.unique("key") + "-" + number, wish);
        switch (answer.status()) {
            case 201 -> transfers.put(number, answer.data().getString("id"));
            case 422 -> world.tally.count("transfers refused");
            default -> throw new Violation("key " + number + " was answered with " + answer.bytes());
        }
        return answer.bytes();
    }

    private void compare(String[] answers) {
        for (String answer : answers) {
            if (!answer.equals(answers[0])) {
                different.increment();
            }
        }
    }
}

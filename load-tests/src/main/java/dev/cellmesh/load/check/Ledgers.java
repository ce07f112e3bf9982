package dev.cellmesh.load.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Did every transfer happen as often as its client was told, and is all the money still there? The ledgers are compared with what
 * was answered: acknowledged means once, refused never, unknown at most once, and what no request explains is a violation. Give it
 * the statements one by one, then ask for the findings.
 */
public final class Ledgers {
    public static final String CONSERVATION = "conservation";

    private final Transfers transfers;
    private final Map<String, List<Integer>> byPayer = new HashMap<>();
    private final Violations effects;
    private final Violations money = new Violations();

    /** @param effects where wrong effects are told, beside those of other kinds of requests */
    public Ledgers(Transfers transfers, Violations effects) {
        this.transfers = transfers;
        this.effects = effects;
        for (int i = 0; i < transfers.history().size(); i++) {
            byPayer.computeIfAbsent(transfers.from(i), payer -> new ArrayList<>())
                    .add(i);
        }
    }

    /** What a transfer did, as the ledgers of both sides have it. */
    private static final class Effect {
        /** The last one of each side; a right effect has one. */
        private String payer = "-";

        private String receiver = "-";
        private int entries;
        private long debit;
        private long credit;

        void add(String account, long posted) {
            entries++;
            if (posted < 0) {
                payer = account;
                debit -= posted;
            } else {
                receiver = account;
                credit += posted;
            }
        }

        boolean isOne(Wish wish) {
            return entries == 2
                    && debit == wish.amount()
                    && credit == wish.amount()
                    && payer.equals(wish.from())
                    && receiver.equals(wish.to());
        }

        @Override
        public String toString() {
            return entries + " entries: " + debit + " from " + payer + ", " + credit + " to " + receiver;
        }
    }

    /** What may explain an effect: who asked for how much. */
    private record Wish(String from, String to, long amount) {}

    public void judge(Statement statement) {
        if (transfers.history().leftOut() > 0) {
            return;
        }
        Map<UUID, Effect> happened = new HashMap<>();
        for (Statement.Account account : statement.accounts()) {
            for (Statement.Posting posting : account.postings()) {
                happened.computeIfAbsent(posting.transfer(), id -> new Effect()).add(account.id(), posting.amount());
            }
        }
        Map<Wish, Integer> open = new HashMap<>();
        Map<String, Long> expected = new HashMap<>();
        for (Statement.Account account : statement.accounts()) {
            for (int index : byPayer.getOrDefault(account.id(), List.of())) {
                effects.judged(1);
                switch (transfers.history().end(index)) {
                    case OK -> {
                        judgeAcknowledged(index, happened.remove(transfers.id(index)));
                        long amount = transfers.history().value(index);
                        expected.merge(transfers.from(index), -amount, Long::sum);
                        expected.merge(transfers.to(index), amount, Long::sum);
                    }
                    case INFO -> open.merge(wish(index), 1, Integer::sum);
                    case FAIL, INVOKE -> {
                        // It must have left nothing: whatever is left in the end is unexplained.
                    }
                }
            }
        }
        happened.forEach((id, effect) -> {
            Wish wish = new Wish(effect.payer, effect.receiver, effect.credit);
            int left = open.getOrDefault(wish, 0);
            if (left > 0 && effect.isOne(wish)) {
                open.put(wish, left - 1);
                expected.merge(wish.from(), -wish.amount(), Long::sum);
                expected.merge(wish.to(), wish.amount(), Long::sum);
            } else {
                effects.add(
                        Long.MAX_VALUE,
                        () -> statement.tenant() + ": transfer " + id + " happened (" + effect
                                + "), and no request explains it: it was refused, or happened twice");
            }
        });
        judgeMoney(statement, expected);
    }

    private Wish wish(int index) {
        return new Wish(
                transfers.from(index), transfers.to(index), transfers.history().value(index));
    }

    private void judgeAcknowledged(int index, Effect effect) {
        Act act = transfers.history().get(index);
        if (effect == null) {
            effects.add(
                    act.endedNanos(),
                    () -> act.describe() + " was acknowledged as " + transfers.id(index)
                            + ", and is in no ledger, or another request was answered with it, too");
        } else if (!effect.isOne(wish(index))) {
            effects.add(
                    act.endedNanos(),
                    () -> act.describe() + " from " + transfers.from(index) + " to " + transfers.to(index)
                            + " was acknowledged as " + transfers.id(index) + ", and the ledgers have " + effect);
        }
    }

    private void judgeMoney(Statement statement, Map<String, Long> expected) {
        long opening = 0;
        long balances = 0;
        for (Statement.Account account : statement.accounts()) {
            money.judged(1);
            opening += account.opening();
            balances += account.balance();
            long ledger = account.opening()
                    + account.postings().stream()
                            .mapToLong(Statement.Posting::amount)
                            .sum();
            long told = account.opening() + expected.getOrDefault(account.id(), 0L);
            if (account.balance() < 0) {
                money.add(Long.MAX_VALUE, () -> describe(statement, account) + " is overdrawn");
            }
            if (account.balance() != ledger) {
                money.add(Long.MAX_VALUE, () -> describe(statement, account) + ", and its ledger adds up to " + ledger);
            }
            if (account.balance() != told) {
                money.add(Long.MAX_VALUE, () -> describe(statement, account) + ", and its transfers come to " + told);
            }
        }
        long before = opening;
        long after = balances;
        if (before != after) {
            money.add(
                    Long.MAX_VALUE,
                    () -> statement.tenant() + ": accounts were opened with " + before + " together, and hold "
                            + after);
        }
    }

    private static String describe(Statement statement, Statement.Account account) {
        return statement.tenant() + ": account " + account.id() + " holds " + account.balance();
    }

    /** What could not be judged, or an empty text. */
    public String note() {
        return transfers.history().leftOut() > 0 ? Notes.leftOut(transfers.history()) : "";
    }

    public Finding conservation() {
        return money.finding(CONSERVATION, note());
    }
}

package dev.cellmesh.load.check;

import dev.cellmesh.load.selftest.SelfTestRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Do the checkers find what they are for, leave alone what is right, and how fast? */
public final class CheckerSelfTest {
    private static final int SMALL_ACTS_MAX = 7;
    private static final int SMALL_VALUES = 3;
    private static final int AGREEMENT_HISTORIES = 10_000;
    private static final int SPEED_REGISTERS = 20;
    private static final int SPEED_OPERATIONS_EACH = 20_000;
    private static final int SPEED_CLIENTS = 10;
    private static final double SPEED_UNKNOWN_SHARE = 0.002;
    private static final double SPEED_GOAL = 100_000;

    private CheckerSelfTest() {}

    /** How a run against {@link BruteForce} ended. */
    record Agreement(int histories, int linearizable, int withUnknown, int different) {}

    static Agreement agreement(long seed, int histories) {
        SplittableRandom random = new SplittableRandom(seed);
        int linearizable = 0;
        int withUnknown = 0;
        int different = 0;
        for (int i = 0; i < histories; i++) {
            int count = 1 + random.nextInt(SMALL_ACTS_MAX);
            List<Act> acts = switch (i % 3) {
                case 0 -> RandomRegisters.arbitrary(random, count);
                case 1 -> RandomRegisters.correct(random, "r", 3, count, 0.3, SMALL_VALUES);
                default ->
                    RandomRegisters.withOneWrongRead(
                            random, RandomRegisters.correct(random, "r", 3, count, 0.3, SMALL_VALUES), SMALL_VALUES);
            };
            boolean expected = BruteForce.isLinearizable(acts, RandomRegisters.INITIAL);
            Register register = new Register("r", RandomRegisters.INITIAL, acts.toArray(Act[]::new));
            boolean found = new RegisterSearch(register, RegisterSearch.Limits.DEFAULT).search()
                    instanceof RegisterSearch.Answer.Linearizable;
            linearizable += expected ? 1 : 0;
            withUnknown += acts.stream().anyMatch(act -> act.end() == Event.Type.INFO) ? 1 : 0;
            different += expected == found ? 0 : 1;
        }
        return new Agreement(histories, linearizable, withUnknown, different);
    }

    /** How fast one core judges right histories. */
    record Speed(long operations, double seconds, boolean holds) {
        double perSecond() {
            return operations / seconds;
        }
    }

    /** Registers with so many clients each, all busy all the time. */
    static Speed speed(long seed, int registers, int operationsEach, int clients) {
        SplittableRandom random = new SplittableRandom(seed);
        History history = new History();
        for (int i = 0; i < registers; i++) {
            RandomRegisters.correct(random, "r" + i, clients, operationsEach, SPEED_UNKNOWN_SHARE, 0)
                    .forEach(history::add);
        }
        long began = System.nanoTime();
        Finding finding = Linearizability.check(history, RandomRegisters.INITIAL);
        double seconds = (System.nanoTime() - began) / 1e9;
        return new Speed(
                history.size(), seconds, finding.holds() && finding.note().isEmpty());
    }

    /** Takes some seconds; never on a loop. The same seed plants the same faults. */
    public static List<SelfTestRow> rows(long seed) {
        List<SelfTestRow> rows = new ArrayList<>();
        Planted planted = new Planted(seed);
        rows.add(row("lost update", planted.lostUpdate(true), planted.lostUpdate(false)));
        Planted.Money clean = planted.transfers(Planted.MoneyFault.NONE);
        rows.add(row(
                "duplicate effect", planted.transfers(Planted.MoneyFault.TWICE).effects(), clean.effects()));
        rows.add(row(
                "acknowledged transfer that vanished",
                planted.transfers(Planted.MoneyFault.VANISHED).effects(),
                clean.effects()));
        rows.add(row("lost money", planted.transfers(Planted.MoneyFault.LEAKED).conservation(), clean.conservation()));
        rows.add(row("stale read with a token", planted.staleRead(true), planted.staleRead(false)));
        rows.add(row("read back in time", planted.readBackInTime(true), planted.readBackInTime(false)));
        rows.add(row("non-linearizable register", planted.register(true), planted.register(false)));
        Agreement agreement = agreement(seed, AGREEMENT_HISTORIES);
        rows.add(new SelfTestRow(
                "linearizability checker against every order tried, random small histories",
                "0 of " + AGREEMENT_HISTORIES + " different",
                String.format(
                        Locale.ROOT,
                        "%d different; %d linearizable, %d not, %d with unknown outcomes",
                        agreement.different(),
                        agreement.linearizable(),
                        agreement.histories() - agreement.linearizable(),
                        agreement.withUnknown()),
                agreement.different() == 0));
        // Once for the compiler to warm up, as a long history does by itself.
        speed(seed, SPEED_REGISTERS, SPEED_OPERATIONS_EACH / 4, SPEED_CLIENTS);
        Speed speed = speed(seed + 1, SPEED_REGISTERS, SPEED_OPERATIONS_EACH, SPEED_CLIENTS);
        rows.add(new SelfTestRow(
                String.format(
                        Locale.ROOT,
                        "linearizability checker, one core, %,d operations on %d registers, %d clients each",
                        speed.operations(),
                        SPEED_REGISTERS,
                        SPEED_CLIENTS),
                ">= 100,000 operations/s",
                String.format(Locale.ROOT, "%,.0f operations/s", speed.perSecond()),
                speed.perSecond() >= SPEED_GOAL && speed.holds()));
        return rows;
    }

    private static SelfTestRow row(String what, Finding faulty, Finding clean) {
        String first = faulty.violations().isEmpty()
                ? "not found"
                : faulty.violations().getFirst();
        String twin = clean.holds() ? "; its twin is clean" : "; its twin was flagged, too: " + clean.violations();
        return new SelfTestRow(
                "planted: " + what,
                "found, and its twin clean",
                faulty.check() + ": " + first + twin,
                faulty.violationCount() > 0 && clean.holds());
    }
}

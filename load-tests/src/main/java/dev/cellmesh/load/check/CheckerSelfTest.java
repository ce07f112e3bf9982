package dev.cellmesh.load.check;

import dev.cellmesh.load.selftest.SelfTestRow;
import java.util.List;
import java.util.SplittableRandom;

/** Do the checkers find what they are for, leave alone what is right, and how fast? */
public final class CheckerSelfTest {
    private static final int SMALL_ACTS_MAX = 7;
    private static final int SMALL_VALUES = 3;

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

    /** Takes some seconds; never on a loop. The same seed plants the same faults. */
    public static List<SelfTestRow> rows(long seed) {
        return List.of();
    }
}

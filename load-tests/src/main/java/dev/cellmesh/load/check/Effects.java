package dev.cellmesh.load.check;

import java.util.function.LongToIntFunction;

/** Did every request with a key have its effect as often as its client was told? */
public final class Effects {
    public static final String NAME = "duplicate-effects";

    private Effects() {}

    /**
     * Effects that bear the number of the request.
     *
     * @param found how many effects have this number
     */
    public static void judgeEach(History requests, LongToIntFunction found, Violations violations) {
        for (int i = 0; i < requests.size(); i++) {
            Act act = requests.get(i);
            int times = found.applyAsInt(act.number());
            violations.judged(1);
            boolean isRight = switch (act.end()) {
                case OK -> times == 1;
                case INFO -> times <= 1;
                case FAIL -> times == 0;
                case INVOKE -> false;
            };
            if (!isRight) {
                violations.add(
                        act.endedNanos(),
                        () -> act.key() + ": request " + act.number() + ", " + act.describe() + ", ended as "
                                + act.end() + " and had " + times + " effects");
            }
        }
    }

    /**
     * Effects that can only be counted.
     *
     * @param acknowledged sum of what was acknowledged
     * @param unknownUp what unknown requests can have added
     * @param unknownDown what they can have taken away, 0 or more
     */
    public static void judgeCount(
            String what,
            long requests,
            long acknowledged,
            long unknownUp,
            long unknownDown,
            long found,
            Violations violations) {
        violations.judged(requests);
        if (found < acknowledged - unknownDown || found > acknowledged + unknownUp) {
            violations.add(
                    Long.MAX_VALUE,
                    () -> what + ": " + acknowledged + " acknowledged, +" + unknownUp + "/-" + unknownDown
                            + " unknown, and " + found + " counted");
        }
    }
}

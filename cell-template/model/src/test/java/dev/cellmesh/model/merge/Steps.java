package dev.cellmesh.model.merge;

import java.util.List;
import java.util.function.IntConsumer;

/**
 * In which order do writes and replication happen? Each number of a script is one step: a write of some region (whose
 * argument says what), or the replication of one region's row to another one.
 */
final class Steps {
    /** Of the numbers in a script. */
    static final int BOUND = 216;

    static final int ARGUMENT_BOUND = 36;

    @FunctionalInterface
    interface Write {
        /** @param argument 0 to {@link #ARGUMENT_BOUND} - 1 */
        void in(int region, int argument);
    }

    private Steps() {}

    /**
     * @param script numbers from 0 to {@link #BOUND} - 1; half of them write
     * @param afterEach told the region whose view may have changed
     */
    static void run(List<Integer> script, Rows<?, ?> rows, Write write, IntConsumer afterEach) {
        for (int step : script) {
            int region = step % 3;
            int kind = step / 3 % 2;
            int argument = step / 6;
            if (kind == 0) {
                write.in(region, argument);
                afterEach.accept(region);
            } else {
                int to = (region + 1 + argument % 2) % 3;
                rows.replicate(region, to);
                afterEach.accept(to);
            }
        }
    }
}

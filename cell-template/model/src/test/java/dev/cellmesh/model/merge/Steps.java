package dev.cellmesh.model.merge;

import java.util.List;
import java.util.function.IntConsumer;

/**
 * In which order do writes and replication happen? Each number of a script is one step: a write of some region (whose
 * argument says what), the replication of one region's row to another one, or a region storing what it sees as it is.
 */
final class Steps {
    /** Of the numbers in a script. */
    static final int BOUND = 324;

    static final int ARGUMENT_BOUND = 36;

    @FunctionalInterface
    interface Write {
        /** @param argument 0 to {@link #ARGUMENT_BOUND} - 1 */
        void in(int region, int argument);
    }

    private Steps() {}

    /**
     * @param script numbers from 0 to {@link #BOUND} - 1; a third of them write
     * @param afterEach told the region whose view may have changed
     */
    static <S, O> void run(List<Integer> script, Rows<S, O> rows, Write write, IntConsumer afterEach) {
        for (int step : script) {
            int region = step % 3;
            int argument = step / 9;
            switch (step / 3 % 3) {
                case 0 -> {
                    write.in(region, argument);
                    afterEach.accept(region);
                }
                case 1 -> {
                    int to = (region + 1 + argument % 2) % 3;
                    rows.replicate(region, to);
                    afterEach.accept(to);
                }
                default -> {
                    rows.store(region, rows.read(region));
                    afterEach.accept(region);
                }
            }
        }
    }
}

package dev.cellmesh.model.merge;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What times do the cells of three regions give, two in each, whose physical clocks are off and sometimes jump? */
final class CellClocks {
    private static final long START_MILLIS = 1_700_000_000_000L;

    private final List<ManualClock> physicals = Stream.of(0, 40, -300, 0, 2_000, -90)
            .map(offMillis -> new ManualClock(START_MILLIS + offMillis))
            .toList();
    private final List<HybridClock> clocks = physicals.stream()
            .map(physical -> new HybridClock(physical, HybridClock.AHEAD_MAX_DEFAULT))
            .toList();

    /**
     * By either cell of the region; some arguments set its physical clock forth or back first. Empty when what was seen is
     * too far ahead of it.
     */
    Optional<HybridTimestamp> nowAfter(int region, int argument, HybridTimestamp seen) {
        int cell = 2 * region + argument % 2;
        physicals.get(cell).millis += switch (argument / 2 % 6) {
            case 0 -> 1L;
            case 1 -> 700L;
            case 2 -> -700L;
            default -> 0L;
        };
        return clocks.get(cell).nowAfter(seen);
    }
}

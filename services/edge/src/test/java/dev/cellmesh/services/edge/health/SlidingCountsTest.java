package dev.cellmesh.services.edge.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SlidingCountsTest {
    /** 3 turns the window; below, that thing is counted. */
    @Property
    void theSumsAreThoseOfTheLastSlices(@ForAll List<@IntRange(max = 3) Integer> steps) {
        SlidingCounts counts = new SlidingCounts(3, 4);
        Deque<int[]> slices = new ArrayDeque<>(List.of(new int[3]));
        for (int step : steps) {
            if (step == 3) {
                counts.turn();
                slices.addLast(new int[3]);
                if (slices.size() > 4) {
                    slices.removeFirst();
                }
            } else {
                counts.count(step);
                slices.getLast()[step]++;
            }
            int[] sums = new int[3];
            counts.addTo(sums, 1);
            int total = 0;
            for (int thing = 0; thing < 3; thing++) {
                int which = thing;
                int expected = slices.stream().mapToInt(slice -> slice[which]).sum();
                total += expected;
                assertThat(counts.of(thing)).isEqualTo(expected);
                assertThat(sums[thing]).isEqualTo(expected);
            }
            assertThat(counts.total()).isEqualTo(total);
        }
    }
}

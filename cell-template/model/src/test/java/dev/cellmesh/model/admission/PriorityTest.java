package dev.cellmesh.model.admission;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PriorityTest {
    @Property
    void aWishNeverRaises(@ForAll Priority declared, @ForAll Priority wish) {
        assertThat(declared.loweredTo(wish)).isGreaterThanOrEqualTo(declared).isIn(declared, wish);
    }

    @Property
    void theLessUrgentHasLessRoomAndEveryoneHasSome(@ForAll @IntRange(min = 1, max = 100_000) int limit) {
        int above = limit;
        for (Priority priority : Priority.values()) {
            assertThat(priority.placesOf(limit)).isBetween(1, above);
            above = priority.placesOf(limit);
        }
        assertThat(Priority.CRITICAL.placesOf(limit)).isEqualTo(limit);
        if (limit >= 8) {
            assertThat(Priority.INTERACTIVE.placesOf(limit)).isLessThan(limit);
            assertThat(Priority.BACKGROUND.placesOf(limit)).isLessThan(Priority.INTERACTIVE.placesOf(limit));
        }
    }
}

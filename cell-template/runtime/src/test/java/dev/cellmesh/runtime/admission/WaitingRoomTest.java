package dev.cellmesh.runtime.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.admission.Priority;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
    private static final long MILLI = 1_000_000L;

    private final WaitingRoom<String> room = new WaitingRoom<>(3, 100, 5);

    private List<String> leaving(long atMillis) {
        List<String> left = new ArrayList<>();
        room.leaveWhoWaitedTooLong(atMillis * MILLI, left::add);
        return left;
    }

    @Test
    void theMostUrgentIsNextAndAmongEqualsTheFirst() {
        room.enter(Priority.BACKGROUND, "b", 0);
        room.enter(Priority.INTERACTIVE, "i1", 0);
        room.enter(Priority.INTERACTIVE, "i2", 0);
        room.enter(Priority.CRITICAL, "c", 0);
        assertThat(room.next(who -> true)).contains("c");
        assertThat(room.next(who -> true)).contains("i1");
        assertThat(room.next(who -> who.equals("b"))).contains("b");
        assertThat(room.next(who -> !who.startsWith("i"))).isEmpty();
        assertThat(room.next(who -> true)).contains("i2");
        assertThat(room.isEmpty()).isTrue();
    }

    @Test
    void eachClassHasAQueueOfItsOwnThatIsBounded() {
        for (int i = 0; i < 3; i++) {
            assertThat(room.enter(Priority.BACKGROUND, "b" + i, 0)).isTrue();
        }
        assertThat(room.enter(Priority.BACKGROUND, "b3", 0)).isFalse();
        assertThat(room.enter(Priority.CRITICAL, "c", 0)).isTrue();
        assertThat(room.waiting(Priority.BACKGROUND)).isEqualTo(3);
        assertThat(room.isAnybodyBefore(Priority.CRITICAL)).isTrue();
    }

    @Test
    void aBurstMayWaitForAWhile() {
        room.enter(Priority.INTERACTIVE, "first", 0);
        room.enter(Priority.INTERACTIVE, "second", 20 * MILLI);
        assertThat(leaving(99)).isEmpty();
        assertThat(leaving(100)).containsExactly("first");
    }

    @Test
    void aQueueThatStandsHasNoPatience() {
        room.enter(Priority.INTERACTIVE, "first", 0);
        room.enter(Priority.INTERACTIVE, "second", 90 * MILLI);
        room.enter(Priority.INTERACTIVE, "third", 100 * MILLI);
        assertThat(leaving(101)).containsExactly("first", "second");
        assertThat(leaving(104)).isEmpty();
        assertThat(leaving(105)).containsExactly("third");
    }

    @Test
    void aQueueThatWasEmptyOnceIsABurstAgain() {
        room.enter(Priority.INTERACTIVE, "first", 0);
        assertThat(room.next(who -> true)).contains("first");
        room.enter(Priority.INTERACTIVE, "second", 150 * MILLI);
        assertThat(leaving(240)).isEmpty();
        assertThat(leaving(250)).containsExactly("second");
    }

    @Test
    void aQueueThatRefusalsEmptiedStillStands() {
        room.enter(Priority.INTERACTIVE, "first", 0);
        assertThat(leaving(100)).containsExactly("first");
        room.enter(Priority.INTERACTIVE, "second", 101 * MILLI);
        assertThat(leaving(105)).isEmpty();
        assertThat(leaving(106)).containsExactly("second");
        room.enter(Priority.INTERACTIVE, "third", 206 * MILLI);
        assertThat(leaving(300)).isEmpty();
    }
}

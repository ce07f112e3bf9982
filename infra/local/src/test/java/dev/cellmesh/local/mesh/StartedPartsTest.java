package dev.cellmesh.local.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StartedPartsTest {
    private final List<String> closed = new ArrayList<>();
    private final StartedParts parts = new StartedParts();

    private AutoCloseable part(String name) {
        return () -> closed.add(name);
    }

    @Test
    void partsStopInTheReverseOrderOfTheirStart() throws Exception {
        parts.add("first", part("first"));
        parts.add("second", part("second"));
        parts.close();
        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void aPartThatComesTooLateIsStoppedAtOnce() {
        parts.close();
        AutoCloseable late = part("late");
        assertThatThrownBy(() -> parts.add("late", late)).isInstanceOf(MeshStoppedException.class);
        assertThat(closed).containsExactly("late");
    }

    @Test
    void onePartThatCannotStopDoesNotKeepTheOthers() throws Exception {
        parts.add("first", part("first"));
        parts.add("stuck", () -> {
            throw new IllegalStateException("stuck");
        });
        parts.close();
        assertThat(closed).containsExactly("first");
    }

    @Test
    void aSecondStopEndsOnlyWhenTheFirstDoes() throws Exception {
        CountDownLatch stopping = new CountDownLatch(1);
        CountDownLatch mayStop = new CountDownLatch(1);
        parts.add("slow", () -> {
            stopping.countDown();
            mayStop.await();
            closed.add("slow");
        });
        Thread first = Thread.ofVirtual().start(parts::close);
        stopping.await();
        List<String> seenBySecond = new ArrayList<>();
        Thread second = Thread.ofVirtual().start(() -> {
            parts.close();
            seenBySecond.addAll(closed);
        });
        mayStop.countDown();
        first.join();
        second.join();
        assertThat(seenBySecond).containsExactly("slow");
    }
}

package dev.cellmesh.local.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ParallelTest {
    @Test
    void everyTaskRunsAndNeverMoreAtATime() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger ran = new AtomicInteger();
        Runnable task = () -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.yield();
            ran.incrementAndGet();
            running.decrementAndGet();
        };
        Parallel.run(Collections.nCopies(500, task), 7);
        assertThat(ran).hasValue(500);
        assertThat(most).hasValueLessThanOrEqualTo(7);
    }

    @Test
    void theFirstFailureEndsTheRest() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        List<Runnable> tasks = new ArrayList<>();
        tasks.add(() -> {
            throw new Violation("broken");
        });
        for (int i = 0; i < 1_000; i++) {
            tasks.add(() -> {
                begun.incrementAndGet();
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        assertThatThrownBy(() -> Parallel.run(tasks, 3)).isInstanceOf(Violation.class);
        assertThat(begun).hasValueLessThan(1_000);
    }
}

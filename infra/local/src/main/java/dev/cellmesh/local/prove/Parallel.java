package dev.cellmesh.local.prove;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/** How are many blocking tasks run, so many at a time, until all are done or the first one fails? */
public final class Parallel {
    private Parallel() {}

    /**
     * Runs each task on a virtual thread of its own.
     *
     * @throws RuntimeException the first failure; tasks that run then are interrupted, the rest are not begun
     */
    public static void run(List<Runnable> tasks, int atATime) throws InterruptedException {
        Semaphore places = new Semaphore(atATime);
        AtomicReference<RuntimeException> failure = new AtomicReference<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Runnable task : tasks) {
                places.acquire();
                if (failure.get() != null) {
                    break;
                }
                executor.execute(() -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        if (failure.compareAndSet(null, e)) {
                            executor.shutdownNow();
                        }
                    } finally {
                        places.release();
                    }
                });
            }
        } catch (java.util.concurrent.RejectedExecutionException e) {
            // A task failed between the check and the hand-over: its failure is thrown below.
        }
        if (failure.get() != null) {
            throw failure.get();
        }
    }
}

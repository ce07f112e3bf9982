package dev.cellmesh.local.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How are several parts started at the same time? On a virtual thread each; the first failure is the failure of all. */
final class Together {
    private Together() {}

    /** Something that may block and fail. */
    interface Task {
        void run() throws Exception;
    }

    /** Returns when all have ended, also when one has failed: nothing is left half started. */
    static void run(List<Task> tasks) throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (Task task : tasks) {
                running.add(executor.submit(() -> {
                    task.run();
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }
}

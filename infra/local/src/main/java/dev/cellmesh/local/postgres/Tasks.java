package dev.cellmesh.local.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Are several blocking steps done, all at once? Each has a virtual thread of its own. Safe for use by many threads. */
final class Tasks {
    /** Every step gives up soon after an interrupt; the longest one is a copy of a data folder. */
    private static final long CANCEL_SECONDS = 30;

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    /** Returns when all are done, or throws what the first one that failed has thrown. */
    void all(List<Callable<Void>> steps) throws IOException, InterruptedException {
        ExecutorCompletionService<Void> done = new ExecutorCompletionService<>(executor);
        try {
            steps.forEach(done::submit);
            for (int left = steps.size(); left > 0; left--) {
                done.take().get();
            }
        } catch (RejectedExecutionException cancelled) {
            throw new InterruptedException("cancelled");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException io) {
                throw io;
            }
            if (cause instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            if (cause instanceof RuntimeException bug) {
                throw bug;
            }
            throw new IllegalStateException(cause);
        }
    }

    /** Something that runs beside the rest until {@link #cancel} interrupts it. */
    @FunctionalInterface
    interface Endless {
        void run() throws IOException, InterruptedException;
    }

    void background(Endless work) throws InterruptedException {
        try {
            executor.execute(() -> {
                try {
                    work.run();
                } catch (InterruptedException cancelled) {
                    Thread.currentThread().interrupt();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (RejectedExecutionException cancelled) {
            throw new InterruptedException("cancelled");
        }
    }

    /** Interrupts what runs and returns when it has ended; nothing starts afterwards. */
    void cancel() throws IOException {
        executor.shutdownNow();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (!executor.awaitTermination(CANCEL_SECONDS, TimeUnit.SECONDS)) {
                        throw new IOException("steps do not end " + CANCEL_SECONDS + " s after their interrupt");
                    }
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

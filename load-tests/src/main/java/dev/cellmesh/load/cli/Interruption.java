package dev.cellmesh.load.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What happens at Ctrl-C? The run is asked to end, and the process waits until it has healed what it broke and written what it
 * measured. A second Ctrl-C does not end it sooner; the bound does.
 */
final class Interruption implements AutoCloseable {
    /** Draining, healing and settling, with room. */
    private static final int WAIT_SECONDS_MAX = 240;

    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook;

    private Interruption(Consumer<String> stop) {
        hook = new Thread(
                () -> {
                    stop.accept("stopped by Ctrl-C");
                    awaitEnd();
                },
                "load-stop");
    }

    static Interruption during(Consumer<String> stop) {
        Interruption interruption = new Interruption(stop);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    private void awaitEnd() {
        try {
            if (!over.await(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
                System.err.println("load: it did not end within " + WAIT_SECONDS_MAX + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // The process ends because of Ctrl-C, and the hook has just been told that it may.
            return;
        }
    }
}

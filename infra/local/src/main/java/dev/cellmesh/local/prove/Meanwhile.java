package dev.cellmesh.local.prove;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How is something done again and again beside a proof, until the proof is through? On a thread of its own, that ends between two
 * steps and never in the middle of one.
 */
public final class Meanwhile {
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile RuntimeException failure;

    /** What is done; it may pause itself by {@link Pause#last}. */
    public interface Step {
        void run(Pause pause) throws InterruptedException;
    }

    /** A wait that ends early when it is over. */
    public interface Pause {
        /** Whether there is still something to go on for. */
        boolean last(Duration duration) throws InterruptedException;
    }

    private Meanwhile(Step step) {
        this.thread = Thread.ofVirtual().start(() -> {
            try {
                while (stop.getCount() > 0) {
                    step.run(duration -> !stop.await(duration.toMillis(), TimeUnit.MILLISECONDS));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                failure = e;
            }
        });
    }

    public static Meanwhile repeat(Step step) {
        return new Meanwhile(step);
    }

    /** False once a step has failed: nobody may wait for it any more. */
    public boolean goesOn() {
        return failure == null;
    }

    /**
     * Returns when the last step is done.
     *
     * @throws RuntimeException when a step failed: then nothing was proven
     */
    public void stop() throws InterruptedException {
        stop.countDown();
        thread.join();
        if (failure != null) {
            throw failure;
        }
    }
}

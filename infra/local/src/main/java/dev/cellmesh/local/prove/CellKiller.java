package dev.cellmesh.local.prove;

import dev.cellmesh.local.mesh.MeshClient;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * What happens when cells crash while requests run? One cell after the other is killed and started again, one at a time,
 * until it is told to stop.
 */
public final class CellKiller {
    private static final int DOWN_MILLIS = 700;
    private static final int BETWEEN_MILLIS = 1_500;

    private final MeshClient mesh;
    private final List<String> cells;
    private final RandomGenerator random;
    private final Tally tally;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile RuntimeException failure;

    public CellKiller(MeshClient mesh, List<String> cells, RandomGenerator random, Tally tally) {
        this.mesh = mesh;
        this.cells = cells;
        this.random = random;
        this.tally = tally;
        this.thread = Thread.ofVirtual().start(this::run);
    }

    private void run() {
        try {
            while (!stop.await(BETWEEN_MILLIS, TimeUnit.MILLISECONDS)) {
                String cell = cells.get(random.nextInt(cells.size()));
                mesh.killNode(cell);
                tally.count("cells killed");
                stop.await(DOWN_MILLIS, TimeUnit.MILLISECONDS);
                mesh.startNode(cell);
                tally.count("cells started again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /**
     * Returns when the cell that was down is up again.
     *
     * @throws RuntimeException when a cell could not be killed or started: then nothing was proven
     */
    public void stop() throws InterruptedException {
        stop.countDown();
        thread.join();
        if (failure != null) {
            throw failure;
        }
    }
}

package dev.cellmesh.local.prove;

import dev.cellmesh.local.mesh.MeshClient;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What happens when cells crash while requests run? One cell after the other is killed and started again, one at a time,
 * until it is told to stop.
 */
public final class CellKiller {
    private static final Duration DOWN = Duration.ofMillis(700);
    private static final Duration BETWEEN = Duration.ofMillis(1_500);

    private final Meanwhile killing;

    public CellKiller(MeshClient mesh, List<String> cells, RandomGenerator random, Tally tally) {
        this.killing = Meanwhile.repeat(pause -> {
            if (pause.last(BETWEEN)) {
                String cell = cells.get(random.nextInt(cells.size()));
                mesh.killNode(cell);
                tally.count("cells killed");
                pause.last(DOWN);
                mesh.startNode(cell);
                tally.count("cells started again");
            }
        });
    }

    /**
     * Returns when the cell that was down is up again.
     *
     * @throws RuntimeException when a cell could not be killed or started: then nothing was proven
     */
    public void stop() throws InterruptedException {
        killing.stop();
    }
}

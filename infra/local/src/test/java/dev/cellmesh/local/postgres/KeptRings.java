package dev.cellmesh.local.postgres;

import dev.cellmesh.local.process.ProcessReaper;
import dev.cellmesh.model.consistency.RingId;
import java.nio.file.Path;

/** A mesh of databases in a JVM of its own, to be killed. */
final class KeptRings {
    private KeptRings() {}

    public static void main(String[] arguments) throws Exception {
        ProcessReaper reaper = ProcessReaper.start();
        RingSet rings = Rings.kept(Path.of(arguments[0]), reaper);
        rings.start();
        Rings.execute(rings.ring(RingId.GLOBAL), "CREATE TABLE item (id INT PRIMARY KEY)");
        Rings.execute(rings.ring(RingId.GLOBAL), "INSERT INTO item VALUES (1)");
        System.out.println("READY " + reaper.pid());
        Thread.currentThread().join();
    }
}

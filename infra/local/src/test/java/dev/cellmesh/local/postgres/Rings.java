package dev.cellmesh.local.postgres;

import dev.cellmesh.local.process.ProcessReaper;
import dev.cellmesh.model.Region;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What do the tests' rings have in common? */
final class Rings {
    static final Region US = new Region("us-east1");
    static final Region EU = new Region("europe-west1");
    static final Region ASIA = new Region("asia-southeast1");
    static final List<Region> REGIONS = List.of(US, EU, ASIA);

    private Rings() {}

    static RingSet temporary(ProcessReaper reaper) {
        return new RingSet(options(Optional.empty(), reaper));
    }

    static RingSet kept(Path folder, ProcessReaper reaper) {
        return new RingSet(options(Optional.of(folder), reaper));
    }

    private static RingSet.Options options(Optional<Path> folder, ProcessReaper reaper) {
        return new RingSet.Options(
                REGIONS,
                folder,
                LinkResolver.DIRECT,
                reaper,
                (part, millis) -> System.out.println(part + " " + millis + " ms"));
    }
}

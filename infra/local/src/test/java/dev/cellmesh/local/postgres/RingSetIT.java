package dev.cellmesh.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.local.process.ProcessReaper;
import dev.cellmesh.model.Region;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RingSetIT {
    @Test
    void leavesNoProcessPortOrFolder() throws Exception {
        List<Integer> ports = new ArrayList<>();
        Path folder;
        try (ProcessReaper reaper = ProcessReaper.start()) {
            try (RingSet rings = Rings.temporary(reaper)) {
                rings.start();
                folder = rings.folder();
                assertThat(rings.rings()).hasSize(4);
                for (PostgresRing ring : rings.rings()) {
                    for (Region region : ring.regions()) {
                        ports.add(ring.endpoint(region).port());
                        assertThat(ring.alive(region)).isTrue();
                    }
                }
                assertThat(FolderProcesses.in(folder)).isNotEmpty();
            }
        }
        assertThat(ports).hasSize(12).doesNotHaveDuplicates().allMatch(Ports::free);
        assertThat(folder).doesNotExist();
        assertThat(FolderProcesses.in(folder)).isEmpty();
    }
}

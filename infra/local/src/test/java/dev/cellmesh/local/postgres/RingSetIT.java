package dev.cellmesh.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.local.process.ProcessReaper;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.node.RingConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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

    @Test
    void endsWhileItStarts() throws Exception {
        try (ProcessReaper reaper = ProcessReaper.start();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            RingSet rings = Rings.temporary(reaper);
            Future<Void> start = threads.submit(() -> {
                rings.start();
                return null;
            });
            Rings.await(() -> rings.rings().size() == 4
                    && !FolderProcesses.in(rings.folder()).isEmpty());
            rings.close();
            assertThatThrownBy(() -> start.get(20, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
            assertThat(FolderProcesses.in(rings.folder())).isEmpty();
            assertThat(rings.folder()).doesNotExist();
        }
    }

    @Test
    void everyConnectionBetweenRegionsGoesThroughItsLink() throws Exception {
        Set<String> asked = ConcurrentHashMap.newKeySet();
        LinkResolver links = (from, to, target) -> {
            assertThat(from).isNotEqualTo(to);
            asked.add(from + " to " + to + " " + target.port());
            return target;
        };
        try (ProcessReaper reaper = ProcessReaper.start();
                RingSet rings = new RingSet(new RingSet.Options(
                        List.of(Rings.US, Rings.EU),
                        Optional.empty(),
                        links,
                        reaper,
                        100,
                        RingSet.ProgressListener.NONE))) {
            rings.start();
            PostgresRing us = rings.ring(RingId.of(Rings.US));
            PostgresRing eu = rings.ring(RingId.of(Rings.EU));
            PostgresRing global = rings.ring(RingId.GLOBAL);
            assertThat(asked)
                    .containsExactlyInAnyOrder(
                            "europe-west1 to us-east1 " + us.endpoint(Rings.US).port(),
                            "us-east1 to europe-west1 " + eu.endpoint(Rings.EU).port(),
                            "europe-west1 to us-east1 "
                                    + global.endpoint(Rings.US).port());
            assertThat(rings.seenFrom(Rings.US).get(1))
                    .isEqualTo(new RingConfig(
                            "europe-west1", eu.endpoint(Rings.EU), "europe-west1", eu.endpoint(Rings.US)));
        }
    }
}

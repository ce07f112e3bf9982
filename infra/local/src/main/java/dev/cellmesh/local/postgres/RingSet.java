package dev.cellmesh.local.postgres;

import dev.cellmesh.local.process.ProcessReaper;
import dev.cellmesh.local.process.Programs;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.node.RingConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Are all databases of the mesh up? One ring per home region and the global one, started and stopped together. {@link
 * #close()} may come from any thread at any time, also while {@link #start()} runs, and leaves no process, port or
 * temporary folder behind.
 */
public final class RingSet implements AutoCloseable {
    /** Lines of reconnecting standbys over about a day of a dead primary. */
    private static final long LOG_BYTES_MAX = 16L << 20;

    private static final long LOG_CHECK_MILLIS = 60_000;

    private static final long ORPHANS_MILLIS = 10_000;

    /**
     * What are the rings made with?
     *
     * @param regions of the mesh; the first one has the primary of the global ring
     * @param folder where the data live on; a temporary folder, deleted at the end, when empty
     * @param reaper ends the servers when the JVM is killed; not closed here
     * @param connectionsMax of each server; never less than in an earlier life of a kept folder, or its standbys refuse to start
     */
    public record Options(
            List<Region> regions,
            Optional<Path> folder,
            LinkResolver links,
            ProcessReaper reaper,
            int connectionsMax,
            ProgressListener progress) {
        public Options {
            regions = List.copyOf(regions);
            if (regions.isEmpty() || regions.stream().distinct().count() != regions.size()) {
                throw new IllegalArgumentException("regions must be there, and only once each: " + regions);
            }
        }
    }

    /** Who wants to know which part is up, and how long that took? Called from many threads. */
    @FunctionalInterface
    public interface ProgressListener {
        ProgressListener NONE = (part, millis) -> {};

        void ready(String part, long millis);
    }

    private final Options options;
    private final Tasks tasks = new Tasks();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile List<PostgresRing> rings = List.of();
    private volatile DataFolder folder;
    private boolean closed;

    public RingSet(Options options) {
        this.options = options;
    }

    /** Returns when each primary takes connections and each standby streams; once only. */
    public void start() throws IOException, InterruptedException {
        try {
            long begin = System.nanoTime();
            PostgresBinaries binaries = PostgresBinaries.locate();
            options.progress().ready("PostgreSQL " + binaries.major(), millisSince(begin));
            open(binaries);
            tasks.all(rings.stream()
                    .map(ring -> (Callable<Void>) () -> start(ring))
                    .toList());
            if (!folder.isTemporary()) {
                begin = System.nanoTime();
                Programs.writeToDisk(folder.root());
                options.progress().ready("data on disk", millisSince(begin));
            }
            tasks.background(this::trimLogs);
        } catch (IOException | InterruptedException | RuntimeException e) {
            try {
                close();
            } catch (IOException | RuntimeException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    /** Those of the home regions in the mesh's order, then the global one; empty before the start. */
    public List<PostgresRing> rings() {
        return rings;
    }

    public PostgresRing ring(RingId id) {
        return rings.stream()
                .filter(ring -> ring.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no ring " + id));
    }

    /** Where the data are. */
    public Path folder() {
        return folder.root();
    }

    public RingCredentials credentials() {
        return rings.getFirst().credentials();
    }

    /** How a node in {@code region} reaches each ring. */
    public List<RingConfig> seenFrom(Region region) {
        return rings.stream().map(ring -> ring.seenFrom(region)).toList();
    }

    private void open(PostgresBinaries binaries) throws IOException {
        lock.lock();
        try {
            if (closed || folder != null) {
                throw new IllegalStateException("starts only once, and not after its end");
            }
            List<Region> regions = options.regions();
            folder = options.folder().isPresent()
                    ? DataFolder.kept(options.folder().get(), regions, binaries.major())
                    : DataFolder.temporary(regions, binaries.major());
            if (folder.isTemporary()) {
                options.reaper().deleteAfterwards(folder.root());
            }
            List<PostgresRing> all = new ArrayList<>();
            regions.forEach(home -> all.add(ring(RingId.of(home), home, binaries, folder)));
            all.add(ring(RingId.GLOBAL, regions.getFirst(), binaries, folder));
            rings = List.copyOf(all);
        } finally {
            lock.unlock();
        }
    }

    private PostgresRing ring(RingId id, Region primary, PostgresBinaries binaries, DataFolder in) {
        return new PostgresRing(
                id,
                primary,
                options.regions(),
                binaries,
                in.credentials(),
                options.links(),
                options.connectionsMax(),
                region -> new PostgresServer(binaries, in.member(id, region), in.log(id, region), options.reaper()));
    }

    private Void start(PostgresRing ring) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        ring.startPrimary();
        List<Callable<Void>> standbys = new ArrayList<>();
        for (Region standby : ring.standbys()) {
            standbys.add(() -> {
                ring.startStandby(standby);
                return null;
            });
        }
        tasks.all(standbys);
        ring.awaitStreaming();
        options.progress().ready("ring " + ring.id(), millisSince(begin));
        return null;
    }

    private static long millisSince(long beginNanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNanos);
    }

    /** Keeps the servers' logs from filling the disk. */
    private void trimLogs() throws IOException, InterruptedException {
        while (true) {
            TimeUnit.MILLISECONDS.sleep(LOG_CHECK_MILLIS);
            trimLogsOnce();
        }
    }

    private void trimLogsOnce() throws IOException {
        for (PostgresRing ring : rings) {
            for (Region region : ring.regions()) {
                ring.member(region).server().trimLog(LOG_BYTES_MAX);
            }
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            if (folder == null) {
                tasks.cancel();
                return;
            }
            try {
                tasks.cancel();
                stopServers(!folder.isTemporary());
            } finally {
                // Whatever went wrong above: nothing may be left running, and the folder not locked.
                FolderProcesses.killAll(folder.root(), ORPHANS_MILLIS);
                folder.close();
                options.reaper().keep(folder.root());
            }
        } finally {
            lock.unlock();
        }
    }

    private void stopServers(boolean orderly) throws IOException {
        Tasks stopping = new Tasks();
        List<Callable<Void>> stops = new ArrayList<>();
        for (PostgresRing ring : rings) {
            for (Region region : ring.regions()) {
                stops.add(() -> {
                    ring.member(region).stop(orderly);
                    ring.member(region).retire();
                    return null;
                });
            }
        }
        try {
            stopping.all(stops);
        } catch (InterruptedException e) {
            // What still runs is killed by the caller.
            Thread.currentThread().interrupt();
        } finally {
            stopping.cancel();
        }
    }
}

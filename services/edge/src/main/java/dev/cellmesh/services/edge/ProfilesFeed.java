package dev.cellmesh.services.edge;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.consistency.ProfilesDocument;
import dev.cellmesh.runtime.node.KeptFile;
import dev.cellmesh.runtime.node.NodeContext;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How does the edge know what the operations promise, without knowing the services? It asks the cells, one at a time, those of its
 * own region first, and keeps the last good list, on disk too. While it knows none, every request goes to the tenant's home
 * region, which is right for all of them, but farther for some.
 *
 * <p>To be made and used on the edge's event loop.
 */
final class ProfilesFeed {
    static final String FILE = "profiles.json";

    private static final Logger LOG = LoggerFactory.getLogger(ProfilesFeed.class);

    /** A new version of a service takes longer than that to reach all cells. */
    private static final int REFRESH_MILLIS = 30_000;
    /** Until the next cell is asked, when one did not tell. */
    private static final int NEXT_CELL_MILLIS = 250;
    /** What the file has around the list. */
    private static final int ENVELOPE_BYTES = 1_024;

    private final Vertx vertx;
    private final ProfilesClient client;
    private final List<CellId> cells;
    private final KeptFile file;
    private final RandomGenerator random;

    private volatile Optional<LearntProfiles> learnt = Optional.empty();
    private int turn;
    private int failures;
    private long timer = -1;
    /** Also while the kept copy is read, which must not replace what a cell told. */
    private boolean asking = true;

    private boolean askAgain;
    private boolean closed;

    private ProfilesFeed(Vertx vertx, NodeContext node, CellClient client) {
        Region own = new Region(node.config().region());
        this.vertx = vertx;
        this.client = new ProfilesClient(vertx, client);
        this.cells = node.config().cells().keySet().stream()
                .sorted()
                .map(CellId::parse)
                .sorted(Comparator.comparing(cell -> !cell.region().equals(own)))
                .toList();
        this.file =
                new KeptFile(Path.of(node.config().stateFolder()), FILE, ProfilesDocument.BYTES_MAX + ENVELOPE_BYTES);
        this.random = node.random();
        Gauge.builder("cellmesh.edge.operations.known", this, ProfilesFeed::known)
                .description("Operations whose profile the edge has learnt; the others go to the home region")
                .strongReference(true)
                .register(node.meters());
    }

    /** Begins to load the kept list and to ask the cells. */
    static ProfilesFeed start(Vertx vertx, NodeContext node, CellClient client) {
        ProfilesFeed feed = new ProfilesFeed(vertx, node, client);
        vertx.executeBlocking(feed::load).onComplete(loaded -> {
            if (loaded.failed()) {
                LOG.warn("The kept copy of the profiles is not used", loaded.cause());
            } else {
                feed.learnt = loaded.result();
            }
            feed.ask();
        });
        return feed;
    }

    private Optional<LearntProfiles> load() throws IOException {
        Optional<Buffer> kept = file.load();
        try {
            return kept.map(LearntProfiles::of);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is no list of profiles", e);
        }
    }

    /** Empty until a cell, or the disk, has told. */
    Optional<LearntProfiles> current() {
        return learnt;
    }

    OperationTree operations() {
        return learnt.map(LearntProfiles::operations).orElse(OperationTree.EMPTY);
    }

    private int known() {
        return operations().size();
    }

    /** It may be of a new version, or the only one that can tell. */
    void cellIsBack() {
        if (asking) {
            askAgain = true;
        } else {
            turn = 0;
            ask();
        }
    }

    void close() {
        closed = true;
        vertx.cancelTimer(timer);
    }

    private void ask() {
        vertx.cancelTimer(timer);
        if (closed || cells.isEmpty()) {
            return;
        }
        asking = true;
        CellId cell = cells.get(turn);
        client.ask(cell, learnt)
                .compose(list -> list.map(this::learn).orElseGet(Future::succeededFuture))
                .onComplete(done -> {
                    asking = false;
                    if (done.failed()) {
                        failed(cell, done.cause());
                    } else {
                        failures = 0;
                        turn = 0;
                    }
                    next(done.succeeded() ? REFRESH_MILLIS : NEXT_CELL_MILLIS);
                });
    }

    private void failed(CellId cell, Throwable cause) {
        failures++;
        turn = (turn + 1) % cells.size();
        if (failures == cells.size() && !closed) {
            LOG.warn(
                    "No cell tells the profiles, going on with {} operations; {}: {}", known(), cell, cause.toString());
        }
    }

    private void next(int millis) {
        if (closed) {
            return;
        }
        if (askAgain) {
            askAgain = false;
            turn = 0;
            ask();
        } else {
            // Half of it is random, so that the edges of a mesh do not come at once.
            timer = vertx.setTimer(millis / 2 + random.nextInt(millis / 2 + 1), id -> ask());
        }
    }

    /** Ends when it is in use; fails when it is no list of profiles. A disk that cannot be written costs a warning only. */
    private Future<Void> learn(Buffer list) {
        return vertx.executeBlocking(() -> {
                    LearntProfiles profiles = LearntProfiles.of(list);
                    try {
                        file.save(list);
                    } catch (IOException e) {
                        LOG.warn("The profiles are not kept", e);
                    }
                    return profiles;
                })
                .map(profiles -> {
                    learnt = Optional.of(profiles);
                    return null;
                });
    }
}

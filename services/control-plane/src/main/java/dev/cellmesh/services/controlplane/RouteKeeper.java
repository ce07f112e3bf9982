package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.runtime.route.RouteFile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where does the last good snapshot wait for a start without a database? On disk, written behind the answers: one write at a
 * time, the newest only. A disk that fails costs a warning, because the database has it all.
 */
final class RouteKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(RouteKeeper.class);

    private final Vertx vertx;
    private final RouteFile file;
    private Optional<RouteSnapshot> next = Optional.empty();
    private Future<Void> writing = Future.succeededFuture();

    RouteKeeper(Vertx vertx, RouteFile file) {
        this.vertx = vertx;
        this.file = file;
    }

    /** Never fails: a damaged copy is as good as none. */
    Future<Optional<RouteSnapshot>> load() {
        return vertx.executeBlocking(file::load).recover(damaged -> {
            LOG.warn("The last good copy of the routes cannot be used: {}", damaged.toString());
            return Future.succeededFuture(Optional.empty());
        });
    }

    void save(RouteSnapshot snapshot) {
        next = Optional.of(snapshot);
        if (writing.isComplete()) {
            writeNext();
        }
    }

    /** Ends when all is written. */
    Future<Void> settled() {
        return writing;
    }

    private void writeNext() {
        RouteSnapshot snapshot = next.orElseThrow();
        next = Optional.empty();
        writing = vertx.<Void>executeBlocking(() -> {
                    file.save(snapshot);
                    return null;
                })
                .recover(failure -> {
                    LOG.warn("The last good copy of the routes was not written: {}", failure.toString());
                    return Future.succeededFuture();
                });
        writing.onComplete(done -> {
            if (next.isPresent()) {
                writeNext();
            }
        });
    }
}

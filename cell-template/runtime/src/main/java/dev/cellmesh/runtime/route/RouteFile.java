package dev.cellmesh.runtime.route;

import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.runtime.node.KeptFile;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Where is the last good snapshot kept across a restart? Blocks, so never on an event loop; one caller at a time. */
public final class RouteFile {
    static final String NAME = "routes.json";

    private final KeptFile file;

    public RouteFile(Path folder) {
        this.file = new KeptFile(folder, NAME, RouteClient.SNAPSHOT_BYTES_MAX);
    }

    /**
     * @return empty when there is no file yet
     * @throws IOException when it cannot be read, or is not a whole snapshot
     */
    public Optional<RouteSnapshot> load() throws IOException {
        Optional<Buffer> kept = file.load();
        try {
            return kept.map(RouteSnapshotJson::decode);
        } catch (IllegalArgumentException | DecodeException | ClassCastException e) {
            throw new IOException(file + " is damaged", e);
        }
    }

    public void save(RouteSnapshot snapshot) throws IOException {
        file.save(RouteSnapshotJson.encode(snapshot));
    }
}

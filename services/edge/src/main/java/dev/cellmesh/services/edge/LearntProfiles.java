package dev.cellmesh.services.edge;

import dev.cellmesh.runtime.consistency.ProfilesDocument;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** What has the edge learnt of the operations: the list as a cell told it, and what follows from it. */
record LearntProfiles(ProfilesDocument document, OperationTree operations) {
    /** May take milliseconds, so not on an event loop.
     *
     * @throws IllegalArgumentException when it is no such list, or an empty one, which no cell has
     */
    static LearntProfiles of(Buffer body) {
        try {
            JsonArray data = new JsonObject(body).getJsonArray("data");
            if (data == null || data.isEmpty()) {
                throw new IllegalArgumentException("a list of profiles has data");
            }
            List<KnownOperation> operations = new ArrayList<>(data.size());
            for (int i = 0; i < data.size(); i++) {
                JsonObject entry = data.getJsonObject(i);
                if (entry == null) {
                    throw new IllegalArgumentException("an operation is null");
                }
                KnownOperation.of(entry).ifPresent(operations::add);
            }
            return new LearntProfiles(ProfilesDocument.of(body), new OperationTree(operations));
        } catch (DecodeException | ClassCastException e) {
            throw new IllegalArgumentException("not a list of profiles", e);
        }
    }
}

package dev.cellmesh.services.collab;

import dev.cellmesh.runtime.service.CellService;
import dev.cellmesh.runtime.service.Ids;
import dev.cellmesh.runtime.service.Operation;
import java.util.Map;

/** How do people in all regions work on the same things? On documents, comments and reactions, each region on rows of its own. */
public final class CollabService implements CellService {
    @Override
    public String name() {
        return "collab";
    }

    @Override
    public String openApi() {
        return "dev/cellmesh/services/collab/openapi.yaml";
    }

    @Override
    public Map<String, Operation> operations(Ids ids) {
        return Map.of(
                "createDocument", Documents.create(ids),
                "readDocument", Documents.read(),
                "writeDocument", Documents.write(),
                "writeComment", Comments.write(ids),
                "readComment", Comments.read(),
                "listComments", Comments.list(),
                "react", Reactions.react(),
                "readReactions", Reactions.read());
    }
}

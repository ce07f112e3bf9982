package dev.cellmesh.runtime.consistency;

import dev.cellmesh.runtime.pipeline.Exchange;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.pipeline.Stage;
import io.vertx.core.Future;

/** Who tells what each operation promises? The only stage of its pipeline: it is documentation, for whoever asks. */
public record ProfilesTold(ProfilesDocument document) implements Stage {
    /** The class-path resource of its OpenAPI file. */
    public static final String OPEN_API = "dev/cellmesh/runtime/consistency/openapi.yaml";

    /** Its operation id. */
    public static final String OPERATION = "listConsistency";

    @Override
    public Future<Reply> handle(Exchange exchange, Next next) {
        return Future.succeededFuture(document.reply(exchange.input().headers().get("If-None-Match")));
    }

    @Override
    public String toString() {
        return "profiles told";
    }
}

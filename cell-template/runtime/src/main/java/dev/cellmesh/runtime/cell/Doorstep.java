package dev.cellmesh.runtime.cell;

import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.BooleanSupplier;

/**
 * What does a cell say to who asks for nothing, as an edge does that looks whether it may send requests again? That it stops, while it
 * does. What is asked for an operation is for the pipeline to refuse, in its order, and other paths know nothing of it.
 */
final class Doorstep implements Handler<HttpServerRequest> {
    private static final String NOTHING = "/";
    private static final int RETRY_AFTER_SECONDS = 1;

    private static final Reply STOPS =
            Reply.problem(Problem.of(ProblemType.DRAINING, "This node is stopping; another one takes over.")
                    .with(Reply.RETRY_AFTER_FIELD, RETRY_AFTER_SECONDS));

    private final Handler<HttpServerRequest> inside;
    private final BooleanSupplier isDraining;

    Doorstep(Handler<HttpServerRequest> inside, BooleanSupplier isDraining) {
        this.inside = inside;
        this.isDraining = isDraining;
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (!isDraining.getAsBoolean() || !NOTHING.equals(request.path())) {
            inside.handle(request);
            return;
        }
        HttpServerResponse response = request.response().setStatusCode(STOPS.status());
        STOPS.headers().forEach(response::putHeader);
        response.end(STOPS.body());
    }
}

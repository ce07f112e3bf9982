package dev.cellmesh.runtime.pipeline;

import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import io.vertx.core.Future;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In which order does a request pass its stages? In the order of the list, each around those behind it; the last one answers.
 * A bug in any of them is logged with the trace id, and tells the client nothing.
 */
public final class Pipeline {
    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

    private final List<Stage> stages;

    public Pipeline(List<Stage> stages) {
        this.stages = List.copyOf(stages);
    }

    /** Never fails. */
    public Future<Reply> run(Exchange exchange) {
        return step(exchange, 0).otherwise(bug -> broken(exchange, bug));
    }

    private Future<Reply> step(Exchange exchange, int index) {
        if (index == stages.size()) {
            return Future.failedFuture(new IllegalStateException("no stage answered"));
        }
        try {
            return stages.get(index).handle(exchange, () -> step(exchange, index + 1));
        } catch (RuntimeException bug) {
            return Future.failedFuture(bug);
        }
    }

    private static Reply broken(Exchange exchange, Throwable bug) {
        LOG.error(
                "request {} of {} broke",
                exchange.trace().traceId(),
                exchange.input().operationId(),
                bug);
        return Reply.problem(Problem.of(ProblemType.INTERNAL, "The request broke something here; it has been noted."));
    }

    @Override
    public String toString() {
        return stages.toString();
    }
}

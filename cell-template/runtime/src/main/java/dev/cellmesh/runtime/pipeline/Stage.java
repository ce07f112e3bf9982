package dev.cellmesh.runtime.pipeline;

import io.vertx.core.Future;

/**
 * May this request go on, and what has to happen around the rest? A stage answers itself, or asks the next one, and may
 * look at or change what comes back. Refusals are replies; a failed future or an exception is a bug.
 */
@FunctionalInterface
public interface Stage {
    Future<Reply> handle(Exchange exchange, Next next);

    /** The rest of the list. Called at most once. */
    @FunctionalInterface
    interface Next {
        Future<Reply> proceed();
    }
}

package dev.cellmesh.services.controlplane;

import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * Whose turn is it? Each begins when the one before has ended, well or badly, in the order they came. As long as the requests
 * that are admitted; used on one event loop only.
 */
final class Turns {
    private Future<?> last = Future.succeededFuture();

    <T> Future<T> take(Supplier<Future<T>> work) {
        Future<T> turn = last.transform(ended -> work.get());
        last = turn;
        return turn;
    }
}

package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.CellId;
import dev.cellmesh.runtime.pipeline.Exchange;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.pipeline.Stage;
import dev.cellmesh.runtime.service.Input;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Are there newer routes than the node has? Answers {@code getRoutes} and passes everything else on. It stands before the
 * admission: who waits costs next to nothing, and is not work in flight.
 */
final class RouteStage implements Stage {
    static final String OPERATION = "getRoutes";

    private static final int NO_CONTENT = 204;

    private final RouteFeed feed;
    private final RouteReach reach;

    RouteStage(RouteFeed feed, RouteReach reach) {
        this.feed = feed;
        this.reach = reach;
    }

    @Override
    public Future<Reply> handle(Exchange exchange, Next next) {
        Input input = exchange.input();
        if (!input.operationId().equals(OPERATION)) {
            return next.proceed();
        }
        long after = number(input, "after");
        Optional.ofNullable((String) input.query().get("node"))
                .ifPresent(node -> cell(node)
                        .ifPresentOrElse(
                                cell -> reach.heardCell(cell, after),
                                () -> reach.heardEdge(node, after, inUse(input))));
        long waitMillis = Duration.ofSeconds(number(input, "wait")).toMillis();
        if (waitMillis > 0 && feed.isFull()) {
            return Future.succeededFuture(Refusals.tooManyWaiters());
        }
        return feed.newerThan(after, waitMillis).map(RouteStage::reply);
    }

    private static Optional<CellId> cell(String node) {
        try {
            return Optional.of(CellId.parse(node));
        } catch (IllegalArgumentException other) {
            return Optional.empty();
        }
    }

    private static OptionalLong inUse(Input input) {
        Number oldest = (Number) input.query().get("inUse");
        return oldest == null ? OptionalLong.empty() : OptionalLong.of(oldest.longValue());
    }

    private static long number(Input input, String parameter) {
        return Optional.ofNullable((Number) input.query().get(parameter))
                .map(Number::longValue)
                .orElse(0L);
    }

    private static Reply reply(Optional<Buffer> snapshot) {
        return snapshot.map(body -> new Reply(200, Reply.OK, Map.of(Reply.CONTENT_TYPE, Reply.JSON), body))
                .orElseGet(() -> new Reply(NO_CONTENT, Reply.OK, Map.of(), Buffer.buffer()));
    }

    @Override
    public String toString() {
        return "routes";
    }
}

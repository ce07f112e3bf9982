package dev.cellmesh.services.controlplane.signal;

import dev.cellmesh.runtime.pipeline.Exchange;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.pipeline.Stage;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.signal.SignalReport;
import dev.cellmesh.runtime.signal.SignalReportJson;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Map;

/**
 * What do nodes tell, and what does an administrator see of it? Answers {@code putSignals} and {@code getSignals} from memory and
 * passes everything else on: the database may be away.
 */
public final class SignalStage implements Stage {
    public static final String PUT = "putSignals";
    static final String GET = "getSignals";

    private static final int NO_CONTENT = 204;
    private static final int RETRY_AFTER_SECONDS = 10;

    private final SignalBoard board;
    private final InstantSource wallClock;

    public SignalStage(SignalBoard board, InstantSource wallClock) {
        this.board = board;
        this.wallClock = wallClock;
    }

    @Override
    public Future<Reply> handle(Exchange exchange, Next next) {
        return switch (exchange.input().operationId()) {
            case PUT ->
                Future.succeededFuture(put(
                        exchange.input().pathParameter("node"), exchange.input().body()));
            case GET ->
                Future.succeededFuture(Reply.json(
                        200, new JsonObject().put("data", SignalsJson.of(board, wallClock.instant()))));
            default -> next.proceed();
        };
    }

    private Reply put(String node, JsonObject body) {
        SignalReport report;
        try {
            report = SignalReportJson.fromJson(node, body);
        } catch (IllegalArgumentException | ClassCastException contradiction) {
            return Reply.problem(
                    Problem.of(ProblemType.MALFORMED_REQUEST, "The report contradicts itself: " + contradiction));
        }
        if (!board.told(report)) {
            return Reply.problem(Problem.of(ProblemType.OVERLOADED, "Too many nodes report here.")
                    .with(Reply.RETRY_AFTER_FIELD, RETRY_AFTER_SECONDS));
        }
        return new Reply(NO_CONTENT, Reply.OK, Map.of(), Buffer.buffer());
    }

    @Override
    public String toString() {
        return "signals";
    }
}

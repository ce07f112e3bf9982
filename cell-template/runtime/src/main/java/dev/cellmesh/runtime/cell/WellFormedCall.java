package dev.cellmesh.runtime.cell;

import dev.cellmesh.model.TenantId;
import dev.cellmesh.runtime.pipeline.Exchange;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.pipeline.Stage;
import dev.cellmesh.runtime.pipeline.TenantClaimed;
import dev.cellmesh.runtime.pipeline.WellFormedHeaders;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.service.Operation;
import dev.cellmesh.runtime.token.WriteTokenCodec;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.Map;
import java.util.Optional;

/**
 * Is the request one that this operation understands, beyond what its schema says? Tenant, token, level, and the operation's
 * own check: the rest of the contract's first outcome.
 */
final class WellFormedCall implements Stage {
    private final Map<String, Operation> operations;
    private final WriteTokenCodec tokens;

    WellFormedCall(Map<String, Operation> operations, WriteTokenCodec tokens) {
        this.operations = operations;
        this.tokens = tokens;
    }

    @Override
    public Future<Reply> handle(Exchange exchange, Next next) {
        String tenant = exchange.input().pathParameter(TenantClaimed.TENANT);
        if (!TenantId.isValid(tenant)) {
            return refuse(
                    Problem.of(ProblemType.MALFORMED_REQUEST, "A tenant's id has the form " + TenantId.FORM + "."));
        }
        return consistency(exchange, new TenantId(tenant))
                .or(() -> operation(exchange).check().apply(exchange.input()))
                .map(WellFormedCall::refuse)
                .orElseGet(next::proceed);
    }

    private Operation operation(Exchange exchange) {
        return operations.get(exchange.input().operationId());
    }

    private Optional<Problem> consistency(Exchange exchange, TenantId tenant) {
        MultiMap headers = exchange.input().headers();
        return WellFormedHeaders.take(
                        headers,
                        WriteTokenCodec.LAST_SEEN,
                        "the X-Write-Timestamp of an earlier answer to this tenant",
                        carried -> tokens.decodeAll(tenant, carried),
                        exchange::hasSeen)
                .or(() -> WellFormedHeaders.take(
                        headers,
                        RequestedLevel.HEADER,
                        RequestedLevel.FORMS,
                        level -> RequestedLevel.parse(level, !exchange.seen().isEmpty()),
                        exchange::asksFor));
    }

    private static Future<Reply> refuse(Problem problem) {
        return Future.succeededFuture(Reply.problem(problem));
    }

    @Override
    public String toString() {
        return "well-formed call";
    }
}

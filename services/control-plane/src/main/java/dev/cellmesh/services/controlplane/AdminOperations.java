package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.runtime.idempotency.Fingerprint;
import dev.cellmesh.runtime.idempotency.IdempotencyKey;
import dev.cellmesh.runtime.pipeline.Exchange;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.pipeline.Stage;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.route.RouteSnapshotJson;
import dev.cellmesh.runtime.service.Input;
import io.vertx.core.Future;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;

/** What does each operation of the admin API do? The last stage. */
final class AdminOperations implements Stage {
    /** Those with an effect, which need a key. */
    static final Set<String> WRITES = Set.of(
            "createTenant",
            "createTenants",
            "suspendTenant",
            "resumeTenant",
            "resizeTenant",
            "setTenantPlan",
            "drainCell",
            "undrainCell",
            "resolveConflict");

    private final AdminWrites writes;
    private final AdminReads reads;
    private final ConflictWrites conflictWrites;
    private final ConflictReads conflictReads;
    private final LongSupplier nanoClock;

    AdminOperations(
            AdminWrites writes,
            AdminReads reads,
            ConflictWrites conflictWrites,
            ConflictReads conflictReads,
            LongSupplier nanoClock) {
        this.writes = writes;
        this.reads = reads;
        this.conflictWrites = conflictWrites;
        this.conflictReads = conflictReads;
        this.nanoClock = nanoClock;
    }

    @Override
    public Future<Reply> handle(Exchange exchange, Next next) {
        long began = nanoClock.getAsLong();
        return answer(exchange).onComplete(done -> exchange.waitedForDatabase(nanoClock.getAsLong() - began));
    }

    private Future<Reply> answer(Exchange exchange) {
        Input input = exchange.input();
        return switch (input.operationId()) {
            case "createTenant" -> write(exchange, AdminBodies.create(input.body()));
            case "createTenants" ->
                AdminBodies.createMany(input.body())
                        .<Future<Reply>>map(many -> write(exchange, many))
                        .orElseGet(() -> malformed("tenants", "Send each id once."));
            case "suspendTenant" -> write(exchange, new TenantCommand.Suspend(tenant(input), exchange.ifMatch()));
            case "resumeTenant" -> write(exchange, new TenantCommand.Resume(tenant(input), exchange.ifMatch()));
            case "resizeTenant" -> write(exchange, AdminBodies.resize(tenant(input), input.body(), exchange.ifMatch()));
            case "setTenantPlan" ->
                write(
                        exchange,
                        new TenantCommand.SetPlan(
                                tenant(input), RouteSnapshotJson.planFrom(input.body()), exchange.ifMatch()));
            case "drainCell" -> write(exchange, new CellCommand.Drain(cell(input), exchange.ifMatch()));
            case "undrainCell" -> write(exchange, new CellCommand.Undrain(cell(input), exchange.ifMatch()));
            case "getCell" -> reads.cell(input, exchange.deadline());
            case "listCells" -> reads.cells(input, exchange.deadline());
            case "getTenant" -> reads.tenant(input, exchange.deadline());
            case "listTenants" -> reads.tenants(input, exchange.deadline());
            case "listAudit" -> reads.audit(input, exchange.deadline());
            case "listConflicts" -> conflictReads.list(input, exchange.deadline());
            case "getConflict" -> conflictReads.one(input, exchange.deadline());
            case "resolveConflict" -> conflictWrites.resolve(resolve(exchange));
            default -> throw new IllegalStateException("no such operation: " + input.operationId());
        };
    }

    private static Future<Reply> malformed(String field, String detail) {
        return Future.succeededFuture(Reply.problem(Problem.malformed(field, detail)));
    }

    private Future<Reply> write(Exchange exchange, AdminCommand command) {
        return writes.execute(claim(exchange), command, exchange.deadline());
    }

    private static ConflictWrites.Command resolve(Exchange exchange) {
        return new ConflictWrites.Command(
                UUID.fromString(exchange.input().pathParameter("conflict")),
                Resolution.Choice.of(exchange.input().body()),
                exchange.ifMatch(),
                claim(exchange),
                exchange.deadline());
    }

    private static Claim claim(Exchange exchange) {
        return new Claim(
                exchange.caller().subject(),
                exchange.key().map(IdempotencyKey::value).orElseThrow(),
                Hash.of(Fingerprint.of(exchange.input()).bytes()));
    }

    private static CellId cell(Input input) {
        return CellId.parse(input.pathParameter("cell"));
    }

    private static TenantId tenant(Input input) {
        return new TenantId(input.pathParameter("tenant"));
    }

    @Override
    public String toString() {
        return "admin operations";
    }
}

package dev.cellmesh.runtime.cell;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.merge.HybridClock;
import dev.cellmesh.model.profile.WriteProfile;
import dev.cellmesh.runtime.admission.CellAdmission;
import dev.cellmesh.runtime.admission.TenantQuota;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.identity.TokenVerifier;
import dev.cellmesh.runtime.node.NodeContext;
import dev.cellmesh.runtime.node.Weakness;
import dev.cellmesh.runtime.pipeline.Authenticated;
import dev.cellmesh.runtime.pipeline.KeyClaimed;
import dev.cellmesh.runtime.pipeline.Pipeline;
import dev.cellmesh.runtime.pipeline.Stage;
import dev.cellmesh.runtime.pipeline.TenantClaimed;
import dev.cellmesh.runtime.pipeline.WellFormedHeaders;
import dev.cellmesh.runtime.route.RouteTable;
import dev.cellmesh.runtime.service.Ids;
import dev.cellmesh.runtime.service.Operation;
import dev.cellmesh.runtime.token.WriteTokenCodec;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;

/**
 * What does a request pass on its way through a cell? The contract's outcomes in their order, each told by one stage. Before
 * the list stands the validation by the OpenAPI file, and behind it the writer of replies, which every answer meets
 * ({@link dev.cellmesh.runtime.http.ContractRouter}, {@link dev.cellmesh.runtime.http.ReplyWriter}).
 */
public final class CellPipeline {
    private CellPipeline() {}

    /** @param operations of all services of the cell, by operation id */
    public static Pipeline of(
            Vertx vertx,
            NodeContext node,
            CellId cell,
            Map<String, Operation> operations,
            RouteTable routes,
            TokenVerifier verifier,
            RegionalDatabase database,
            Ids ids,
            CellAdmission admission) {
        WriteTokenCodec tokens = new WriteTokenCodec(node.config().tokenSecret());
        return new Pipeline(List.of(
                new WellFormedHeaders(), // 1: 400 malformed-request
                new WellFormedCall(operations, tokens), // 1: 400 malformed-request, forged or foreign token
                new Authenticated(verifier), // 2: 401 unauthenticated
                new TenantClaimed(), // 2: 403 wrong-tenant
                new TenantServed( // 3: 404 unknown-tenant, 403 tenant-suspended; 4: 421 misdirected
                        cell, routes, vertx, node.nanoClock()),
                new TenantQuota(node), // 5: 429 quota-exceeded
                admission, // 6: 503 draining, overloaded, deadline-exceeded
                new KeyClaimed( // 7: 400 idempotency-key-missing, 409 idempotency-in-progress
                        id -> operations.get(id).profile() instanceof WriteProfile,
                        exchange -> exchange.route().tenant().value()),
                execution( // 7: 422 idempotency-key-reused; 8 to 13: replay, fence, operation
                        node, cell, operations, routes, database, ids, tokens)));
    }

    private static Stage execution(
            NodeContext node,
            CellId cell,
            Map<String, Operation> operations,
            RouteTable routes,
            RegionalDatabase database,
            Ids ids,
            WriteTokenCodec tokens) {
        List<Region> regions = node.config().regions().stream().map(Region::new).toList();
        Statements statements = new Statements(database, regions, node.nanoClock());
        Answers answers = new Answers(new ServedHeaders(tokens));
        Replays replays = new Replays(statements, answers, new AnswerCache(node.nanoClock()));
        WriteProtocol protocol = new WriteProtocol(ids, node.config().isWithout(Weakness.IDEMPOTENCY));
        HybridClock clock = new HybridClock(node.wallClock(), HybridClock.AHEAD_MAX_DEFAULT);
        Writes writes = new Writes(statements, replays, routes, protocol, clock);
        return new Execution(
                operations,
                cell.region(),
                new Reads(statements, answers),
                writes,
                new RegionalWrites(statements, replays, writes, protocol, clock),
                node.wallClock());
    }
}

package dev.cellmesh.runtime.cell;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.profile.WriteProfile;
import dev.cellmesh.runtime.admission.CellAdmission;
import dev.cellmesh.runtime.admission.TenantQuota;
import dev.cellmesh.runtime.bulkhead.Compartment;
import dev.cellmesh.runtime.bulkhead.Compartments;
import dev.cellmesh.runtime.identity.TokenVerifier;
import dev.cellmesh.runtime.node.NodeContext;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What does a request pass on its way through a cell? The contract's outcomes in their order, each told by one stage. Before
 * the list stands the validation by the OpenAPI file, and behind it the writer of replies, which every answer meets
 * ({@link dev.cellmesh.runtime.http.ContractRouter}, {@link dev.cellmesh.runtime.http.ReplyWriter}).
 */
public final class CellPipeline {
    private CellPipeline() {}

    /**
     * One for each service: all share what knows of the whole cell, such as which keys are in flight, and each has its own
     * compartment.
     *
     * @param operations by service and operation id
     * @return by operation id
     */
    public static Map<String, Pipeline> of(
            Vertx vertx,
            NodeContext node,
            CellId cell,
            Map<String, Map<String, Operation>> operations,
            Compartments compartments,
            RouteTable routes,
            TokenVerifier verifier,
            Ids ids,
            CellAdmission admission) {
        WriteTokenCodec tokens = new WriteTokenCodec(node.config().tokenSecret());
        Map<String, Operation> all = new HashMap<>();
        operations.values().forEach(all::putAll);
        Stage tenantServed = new TenantServed(cell, routes, vertx, node.nanoClock());
        Stage tenantQuota = new TenantQuota(node);
        Stage keyClaimed = new KeyClaimed(
                id -> all.get(id).profile() instanceof WriteProfile,
                exchange -> exchange.route().tenant().value());
        Executions executions = new Executions(node, cell, all, routes, ids, tokens);
        Map<String, Pipeline> byOperation = new HashMap<>();
        operations.forEach((service, own) -> {
            Compartment compartment = compartments.of(service);
            Pipeline pipeline = new Pipeline(List.of(
                    new WellFormedHeaders(), // 1: 400 malformed-request
                    new WellFormedCall(all, tokens), // 1: 400 malformed-request, forged or foreign token
                    new Authenticated(verifier), // 2: 401 unauthenticated
                    new TenantClaimed(), // 2: 403 wrong-tenant
                    tenantServed, // 3: 404 unknown-tenant, 403 tenant-suspended; 4: 421 misdirected
                    tenantQuota, // 5: 429 quota-exceeded
                    compartment.bulkhead(), // 6: 503 overloaded, the service
                    admission, // 6: 503 draining, overloaded, deadline-exceeded
                    keyClaimed, // 7: 400 idempotency-key-missing, 409 idempotency-in-progress
                    executions.on( // 7: 422 idempotency-key-reused; 8 to 13: replay, fence, operation
                            compartment.database())));
            own.keySet().forEach(id -> byOperation.put(id, pipeline));
        });
        return byOperation;
    }
}

package dev.cellmesh.runtime.bulkhead;

import dev.cellmesh.runtime.database.DatabaseUse;
import dev.cellmesh.runtime.node.CellSizes;
import dev.cellmesh.runtime.node.DatabaseSizes;
import dev.cellmesh.runtime.node.NodeContext;
import dev.cellmesh.runtime.node.ServiceSizes;
import dev.cellmesh.runtime.node.Weakness;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which compartment does each service of a cell have? One of its own, all of the same size; or, without {@link
 * Weakness#BULKHEADS}, all of them the same one, as large as theirs together. Made, used and closed on the cell's event loop.
 */
public final class Compartments {
    private static final Logger LOG = LoggerFactory.getLogger(Compartments.class);

    private static final String SHARED = "shared";

    private final Map<String, Compartment> byService;

    private Compartments(Map<String, Compartment> byService) {
        this.byService = byService;
    }

    /**
     * @param isWrite of the operation ids of all services
     * @throws IllegalArgumentException when the sizes are not for so many services
     */
    public static Compartments open(
            Vertx vertx, NodeContext node, List<String> services, Predicate<String> isWrite, DatabaseOpener databases) {
        CellSizes sizes = node.config().sizes();
        sizes.checkFor(services.size());
        Map<String, Compartment> byService = new LinkedHashMap<>();
        if (node.config().isWithout(Weakness.BULKHEADS)) {
            LOG.warn(
                    "{}: BULKHEADS ARE OFF: one stalled service stalls the others. For proofs only.",
                    node.config().id());
            Compartment one = open(vertx, node, SHARED, together(sizes, services.size()), isWrite, databases);
            services.forEach(service -> byService.put(service, one));
        } else {
            services.forEach(
                    service -> byService.put(service, open(vertx, node, service, sizes.service(), isWrite, databases)));
        }
        return new Compartments(byService);
    }

    private static ServiceSizes together(CellSizes sizes, int services) {
        ServiceSizes each = sizes.service();
        DatabaseSizes database = each.database().times(Math.max(1, services));
        return new ServiceSizes(sizes.inFlightMax(), 0, each.blockingThreads(), database);
    }

    private static Compartment open(
            Vertx vertx,
            NodeContext node,
            String name,
            ServiceSizes sizes,
            Predicate<String> isWrite,
            DatabaseOpener databases) {
        return new Compartment(
                new Bulkhead(name, sizes, isWrite, node.nanoClock(), node.meters()),
                databases.open(vertx, new DatabaseUse(name, sizes.database())),
                vertx.createSharedWorkerExecutor("service-" + name, sizes.blockingThreads()));
    }

    public Compartment of(String service) {
        return Optional.ofNullable(byService.get(service))
                .orElseThrow(() -> new IllegalArgumentException("this cell has no service " + service));
    }

    public Future<Void> close() {
        List<Future<Void>> closing = new ArrayList<>();
        new LinkedHashSet<>(byService.values()).forEach(each -> {
            closing.add(each.database().close());
            closing.add(each.blocking().close());
        });
        return Future.join(closing).mapEmpty();
    }
}

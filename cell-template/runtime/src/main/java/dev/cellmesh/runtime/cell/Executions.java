package dev.cellmesh.runtime.cell;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.merge.HybridClock;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.node.NodeContext;
import dev.cellmesh.runtime.node.Weakness;
import dev.cellmesh.runtime.pipeline.Stage;
import dev.cellmesh.runtime.route.RouteTable;
import dev.cellmesh.runtime.service.Ids;
import dev.cellmesh.runtime.service.Operation;
import dev.cellmesh.runtime.token.WriteTokenCodec;
import java.util.List;
import java.util.Map;

/**
 * What runs the operations of one service after another, each on the service's own connections? What they share is the cell's: its
 * clock, and the answers that it remembers, since a key is unique among all services.
 */
final class Executions {
    private final NodeContext node;
    private final CellId cell;
    private final Map<String, Operation> operations;
    private final RouteTable routes;
    private final Answers answers;
    private final AnswerCache cache;
    private final WriteProtocol protocol;
    private final HybridClock clock;

    Executions(
            NodeContext node,
            CellId cell,
            Map<String, Operation> operations,
            RouteTable routes,
            Ids ids,
            WriteTokenCodec tokens) {
        this.node = node;
        this.cell = cell;
        this.operations = Map.copyOf(operations);
        this.routes = routes;
        this.answers = new Answers(new ServedHeaders(tokens));
        this.cache = new AnswerCache(node.nanoClock());
        this.protocol = new WriteProtocol(ids, node.config().isWithout(Weakness.IDEMPOTENCY));
        this.clock = new HybridClock(node.wallClock(), HybridClock.AHEAD_MAX_DEFAULT);
    }

    Stage on(RegionalDatabase database) {
        List<Region> regions = node.config().regions().stream().map(Region::new).toList();
        Statements statements = new Statements(database, regions, node.nanoClock());
        Replays replays = new Replays(statements, answers, cache);
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

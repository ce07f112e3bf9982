package dev.cellmesh.runtime.cell;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.pipeline.Exchange;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.pipeline.Stage;
import dev.cellmesh.runtime.service.Call;
import dev.cellmesh.runtime.service.MergedRead;
import dev.cellmesh.runtime.service.Operation;
import dev.cellmesh.runtime.service.ReadOperation;
import dev.cellmesh.runtime.service.RegionalRead;
import dev.cellmesh.runtime.service.RegionalWrite;
import dev.cellmesh.runtime.service.WriteOperation;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** Which way does an operation go to the database? The one that its profile says. */
final class Execution implements Stage {
    private final Map<String, Operation> operations;
    private final Region region;
    private final Reads reads;
    private final Writes writes;
    private final RegionalWrites regionalWrites;
    private final InstantSource clock;

    Execution(
            Map<String, Operation> operations,
            Region region,
            Reads reads,
            Writes writes,
            RegionalWrites regionalWrites,
            InstantSource clock) {
        this.operations = operations;
        this.region = region;
        this.reads = reads;
        this.writes = writes;
        this.regionalWrites = regionalWrites;
        this.clock = clock;
    }

    @Override
    public Future<Reply> handle(Exchange exchange, Next next) {
        Call call = new Call(
                exchange.input(),
                exchange.caller(),
                exchange.route(),
                region,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                exchange.ifMatch(),
                Optional.empty());
        return switch (operations.get(exchange.input().operationId())) {
            case ReadOperation read -> reads.one(exchange, call, read);
            case MergedRead merged -> reads.merged(exchange, call, merged);
            case RegionalRead<?> regional -> reads.regional(exchange, call, regional);
            case WriteOperation write -> writes.run(exchange, call, write);
            case RegionalWrite<?> regional -> regionalWrites.run(exchange, call, regional);
        };
    }

    @Override
    public String toString() {
        return "execution";
    }
}

package dev.cellmesh.runtime.cell;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.profile.Residence;
import dev.cellmesh.runtime.database.Deadline;
import dev.cellmesh.runtime.database.Read;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.database.Write;
import dev.cellmesh.runtime.database.WriteOutcome;
import dev.cellmesh.runtime.pipeline.Exchange;
import dev.cellmesh.runtime.service.Call;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** How does a request's statement get to the ring that it means, with the time it waited counted? */
final class Statements {
    private final RegionalDatabase database;
    private final List<Region> regions;
    private final LongSupplier nanoClock;

    /** @param regions all of the mesh */
    Statements(RegionalDatabase database, List<Region> regions, LongSupplier nanoClock) {
        this.database = database;
        this.regions = List.copyOf(regions);
        this.nanoClock = nanoClock;
    }

    static RingId ring(Residence residence, Call call) {
        return switch (residence) {
            case HOME -> RingId.of(call.route().home());
            case GLOBAL -> RingId.GLOBAL;
            case EVERY_REGION -> RingId.of(call.region());
        };
    }

    List<Region> regions() {
        return regions;
    }

    Future<ReadOutcome> read(Exchange exchange, Read read) {
        long begun = nanoClock.getAsLong();
        return database.read(read).onComplete(done -> exchange.waitedForDatabase(nanoClock.getAsLong() - begun));
    }

    Future<WriteOutcome> write(Exchange exchange, Write write) {
        long begun = nanoClock.getAsLong();
        return database.write(write.of(exchange.route().tenant()))
                .onComplete(done -> exchange.waitedForDatabase(nanoClock.getAsLong() - begun));
    }

    /** For what is worth a part of the time only. */
    Deadline half(Deadline deadline) {
        long now = nanoClock.getAsLong();
        return new Deadline(now + (deadline.atNanos() - now) / 2);
    }

    /** All at once, and all answers, in the order of the regions; the time that counts is that of the slowest. */
    Future<Map<Region, ReadOutcome>> readEach(Exchange exchange, List<Region> asked, Function<Region, Read> reads) {
        long begun = nanoClock.getAsLong();
        List<Future<ReadOutcome>> all = new ArrayList<>();
        asked.forEach(region -> all.add(database.read(reads.apply(region))));
        return Future.all(all).map(done -> {
            exchange.waitedForDatabase(nanoClock.getAsLong() - begun);
            Map<Region, ReadOutcome> outcomes = new LinkedHashMap<>();
            for (int i = 0; i < asked.size(); i++) {
                outcomes.put(asked.get(i), all.get(i).result());
            }
            return outcomes;
        });
    }

    /** Of one region's rows, which begin with its name. */
    static Read ofRegion(
            Exchange exchange,
            Region region,
            ReadLevel level,
            SqlStatement sql,
            List<Object> parameters,
            boolean older) {
        List<Object> all = new ArrayList<>();
        all.add(region.name());
        all.addAll(parameters);
        return new Read(RingId.of(region), level, sql, all, exchange.deadline(), older);
    }
}

package dev.cellmesh.services.catalog;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.database.WriteOutcome;
import dev.cellmesh.runtime.service.Remedy.Regions;
import io.vertx.core.Future;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;

/**
 * How do units get from one region to another, so that nobody can sell them twice and none is lost? The source takes them out of
 * its portion and adds them to all that it has ever sent; the destination then adds to its portion what it has not received of
 * that. Both totals only grow, so that each step may be repeated by anybody, and whatever was cut short is finished by whoever
 * comes next. Before a quorum of the source has the first step, nobody does the second one.
 */
final class Moves {
    private static final SqlStatement SEND = SqlStatement.load(Moves.class, "send");
    private static final SqlStatement RECEIVE = SqlStatement.load(Moves.class, "receive");

    private final Regions regions;
    private final String tenant;
    private final UUID product;

    Moves(Regions regions, String tenant, UUID product) {
        this.regions = regions;
        this.tenant = tenant;
        this.product = product;
    }

    /** What came of a move: how many units arrived by it, and whether some had to arrive, by it or by another one. */
    record Arrived(long units, boolean any) {
        static final Arrived NONE = new Arrived(0, false);

        Arrived and(Arrived more) {
            return new Arrived(units + more.units, any || more.any);
        }
    }

    /**
     * From the donors in their order, until there is enough.
     *
     * @param needed greater than zero
     */
    Future<Arrived> pull(Region destination, Portions known, long needed) {
        return pull(known.donorsFor(destination).iterator(), destination, known, needed, Arrived.NONE);
    }

    private Future<Arrived> pull(
            Iterator<Region> donors, Region destination, Portions known, long needed, Arrived sofar) {
        if (sofar.units() >= needed || !donors.hasNext()) {
            return Future.succeededFuture(sofar);
        }
        return move(known.channel(donors.next(), destination), needed - sofar.units())
                .compose(arrived -> pull(donors, destination, known, needed, sofar.and(arrived)));
    }

    /** Lets arrive whatever is on the way between any two regions. */
    Future<Arrived> complete(Portions known) {
        List<Future<Arrived>> all = known.channels().stream()
                .filter(channel -> channel.units() > 0)
                .map(channel -> move(channel, 0))
                .toList();
        return Future.all(all).map(done -> all.stream().map(Future::result).reduce(Arrived.NONE, Arrived::and));
    }

    /** What cannot be done now moves nothing, as far as anybody knows. */
    private Future<Arrived> move(Portions.OnTheWay channel, long needed) {
        List<Object> send = List.of(tenant, product, channel.destination().name(), channel.received(), needed);
        return regions.write(channel.source(), SEND, send).compose(outcome -> {
            if (!(outcome instanceof WriteOutcome.Committed sent)
                    || !sent.row().flag("writer")
                    || sent.row().number("sent") <= channel.received()) {
                return Future.succeededFuture(Arrived.NONE);
            }
            List<Object> receive = List.of(
                    tenant, product, channel.source().name(), sent.row().number("sent"), (long) Portion.BUCKETS);
            return regions.write(channel.destination(), RECEIVE, receive)
                    .map(got -> got instanceof WriteOutcome.Committed received
                                    && received.row().flag("writer")
                            ? new Arrived(received.row().number("units"), true)
                            : Arrived.NONE);
        });
    }
}

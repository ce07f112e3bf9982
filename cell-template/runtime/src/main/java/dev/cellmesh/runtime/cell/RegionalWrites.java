package dev.cellmesh.runtime.cell;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.merge.HybridClock;
import dev.cellmesh.model.merge.HybridTimestamp;
import dev.cellmesh.runtime.database.Read;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.Refusal;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.idempotency.Keyed;
import dev.cellmesh.runtime.pipeline.Exchange;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.service.Answer;
import dev.cellmesh.runtime.service.Call;
import dev.cellmesh.runtime.service.Merged;
import dev.cellmesh.runtime.service.RegionalWrite;
import dev.cellmesh.runtime.service.RegionalWrite.Attempt;
import dev.cellmesh.runtime.service.RegionalWrite.Change;
import dev.cellmesh.runtime.service.Verdict;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What comes of a write to an entity that every region may write? It asks no other region: what is known of them here is merged
 * with this region's own row, changed, and stored there, unless that row has changed meanwhile.
 */
final class RegionalWrites {
    /** Writers of one entity in one region take turns by luck; so many losses in a row are a crowd. */
    private static final int ATTEMPTS_MAX = 10;

    private static final String CHANGED_MEANWHILE = "changed-meanwhile";
    private static final String REFUSED = "refused";

    private final Statements statements;
    private final Replays replays;
    private final Writes writes;
    private final WriteProtocol protocol;
    private final HybridClock clock;

    RegionalWrites(Statements statements, Replays replays, Writes writes, WriteProtocol protocol, HybridClock clock) {
        this.statements = statements;
        this.replays = replays;
        this.writes = writes;
        this.protocol = protocol;
        this.clock = clock;
    }

    <S> Future<Reply> run(Exchange exchange, Call call, RegionalWrite<S> operation) {
        Keyed keyed = protocol.keyed(exchange, call);
        return replays.known(exchange, call, keyed, operation.profile().residence())
                .compose(known -> known.map(Future::succeededFuture).orElseGet(() -> {
                    String id = operation.entityId().apply(call);
                    return attempt(exchange, new Round<>(call, operation, keyed, id, 1, false));
                }));
    }

    /**
     * One look at what there is, and one try to change it.
     *
     * @param number from 1 on
     * @param everywhere whether the other regions themselves are asked, and not the local copies of their rows
     */
    private record Round<S>(
            Call call, RegionalWrite<S> operation, Keyed keyed, String id, int number, boolean everywhere) {
        Round<S> again() {
            return new Round<>(call, operation, keyed, id, number + 1, everywhere);
        }

        Round<S> askingEverywhere() {
            return new Round<>(call, operation, keyed, id, number, true);
        }
    }

    private <S> Future<Reply> attempt(Exchange exchange, Round<S> round) {
        Call call = round.call();
        List<Object> key = RegionalRows.key(call.tenant(), round.operation().entity(), round.id());
        return statements
                .readEach(exchange, statements.regions(), region -> look(exchange, round, region, key))
                .compose(outcomes -> {
                    Map<Region, List<SqlRow>> rows = new LinkedHashMap<>();
                    boolean complete = true;
                    for (Map.Entry<Region, ReadOutcome> each : outcomes.entrySet()) {
                        switch (each.getValue()) {
                            case ReadOutcome.Rows found -> {
                                rows.put(each.getKey(), found.rows());
                                complete &= found.served().level() instanceof ReadLevel.Strong;
                            }
                            case ReadOutcome.Unavailable unavailable -> {
                                // Another region's rows are late anyway; without its own, a region cannot write.
                                if (each.getKey().equals(call.region())) {
                                    return Future.succeededFuture(
                                            Refusals.reply(unavailable.why(), RingId.of(call.region())));
                                }
                                complete = false;
                            }
                        }
                    }
                    return store(exchange, round, rows, complete);
                });
    }

    /** Its own rows as they are; of the others what the client has seen, if it can be had here, or what there is. */
    private static Read look(Exchange exchange, Round<?> round, Region region, List<Object> key) {
        if (region.equals(round.call().region())) {
            return Statements.ofRegion(exchange, region, ReadLevel.STRONG, RegionalRows.READ, key, false);
        }
        if (round.everywhere()) {
            return Statements.ofRegion(exchange, region, ReadLevel.STRONG, RegionalRows.READ, key, true);
        }
        Optional<Position> seen = exchange.seen().of(RingId.of(region));
        ReadLevel level = seen.<ReadLevel>map(ReadLevel.Session::new).orElse(ReadLevel.EVENTUAL);
        return Statements.ofRegion(exchange, region, level, RegionalRows.READ, key, true);
    }

    private <S> Future<Reply> store(
            Exchange exchange, Round<S> round, Map<Region, List<SqlRow>> rows, boolean complete) {
        Call call = round.call();
        RegionalWrite<S> operation = round.operation();
        Keyed keyed = round.keyed();
        Merged<S> merged = RegionalRows.merged(operation.entity(), call.region(), rows);
        HybridTimestamp before =
                latest(exchange.seen().clock(), operation.entity().latest().apply(merged.state()));
        Optional<HybridTimestamp> now = clock.nowAfter(before);
        if (now.isEmpty()) {
            return Future.succeededFuture(Refusals.reply(Refusal.NOT_CAUGHT_UP, RingId.of(call.region())));
        }
        Change<S> change = operation.change().apply(new Attempt<>(call, round.id(), merged, complete, now.get()));
        if (change instanceof Change.Behind<S>) {
            return round.everywhere()
                    ? Future.succeededFuture(Refusals.reply(Refusal.NOT_CAUGHT_UP, RingId.of(call.region())))
                    : attempt(exchange, round.askingEverywhere());
        }
        long version = RegionalRows.versionOf(rows, call.region());
        return writes.withEpoch(exchange, call, keyed, operation.profile().residence(), epoch -> {
            List<Object> parameters = new ArrayList<>(
                    protocol.parameters(call, epoch, keyed, operation.profile().precondition(), answers(change)));
            parameters.add(operation.entity().type());
            parameters.add(round.id());
            parameters.add(version);
            parameters.add(state(operation, change, merged));
            parameters.add(verdict(change));
            parameters.add(event(change));
            Writes.Submission submission = new Writes.Submission(
                    keyed,
                    operation.profile().residence(),
                    operation.profile().durability(),
                    RegionalRows.WRITE,
                    parameters,
                    now);
            return writes.submit(
                    exchange,
                    call,
                    submission,
                    verdict -> verdict.equals(CHANGED_MEANWHILE)
                            ? Optional.of(() -> again(exchange, round))
                            : Optional.empty());
        });
    }

    private static HybridTimestamp latest(HybridTimestamp one, Optional<HybridTimestamp> other) {
        return other.filter(stored -> stored.isAfter(one)).orElse(one);
    }

    private <S> Future<Reply> again(Exchange exchange, Round<S> round) {
        return round.number() < ATTEMPTS_MAX
                ? attempt(exchange, round.again())
                : Future.succeededFuture(
                        Refusals.reply(Refusal.CONTENDED, RingId.of(round.call().region())));
    }

    private static <S> Map<String, Answer> answers(Change<S> change) {
        return Map.of(
                verdict(change),
                switch (change) {
                    case Change.Stored<S> stored -> stored.answer();
                    case Change.Refused<S> refused -> Answer.of(refused.problem());
                    case Change.Behind<S> behind -> throw new IllegalStateException("who is behind writes nothing");
                });
    }

    private static <S> JsonObject state(RegionalWrite<S> operation, Change<S> change, Merged<S> merged) {
        S state = change instanceof Change.Stored<S> stored ? stored.state() : merged.own();
        return operation.entity().encode().apply(state);
    }

    private static <S> String verdict(Change<S> change) {
        return switch (change) {
            case Change.Stored<S> stored -> Verdict.DONE;
            case Change.Refused<S> refused ->
                refused.problem().type() == ProblemType.PRECONDITION_REQUIRED
                        ? WriteProtocol.PRECONDITION_REQUIRED
                        : REFUSED;
            case Change.Behind<S> behind -> REFUSED;
        };
    }

    private static <S> String event(Change<S> change) {
        return change instanceof Change.Stored<S> stored ? stored.event() : REFUSED;
    }
}

package dev.cellmesh.runtime.cell;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.consistency.Served;
import dev.cellmesh.model.profile.Level;
import dev.cellmesh.model.profile.ReadProfile;
import dev.cellmesh.model.profile.Unreachable;
import dev.cellmesh.runtime.database.Read;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.pipeline.Exchange;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.service.Answer;
import dev.cellmesh.runtime.service.Call;
import dev.cellmesh.runtime.service.Merged;
import dev.cellmesh.runtime.service.MergedRead;
import dev.cellmesh.runtime.service.ReadOperation;
import dev.cellmesh.runtime.service.RegionalRead;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** How is a read answered? At the level that its profile and the request agree on, from one ring or from those of all regions. */
final class Reads {
    private final Statements statements;
    private final Answers answers;

    Reads(Statements statements, Answers answers) {
        this.statements = statements;
        this.answers = answers;
    }

    Future<Reply> one(Exchange exchange, Call call, ReadOperation operation) {
        RingId ring = Statements.ring(operation.profile().residence(), call);
        Read read = new Read(
                        ring,
                        level(exchange, operation.profile(), ring),
                        operation.sql(),
                        operation.parameters().apply(call),
                        exchange.deadline(),
                        servesOlder(exchange, operation.profile()))
                .notOlderThan(ageMax(operation.profile()));
        return statements.read(exchange, read).map(outcome -> switch (outcome) {
            case ReadOutcome.Rows rows ->
                answers.read(
                        exchange,
                        call,
                        operation.profile(),
                        operation.answer().apply(call, rows.rows()),
                        List.of(rows.served()));
            case ReadOutcome.Unavailable unavailable -> Refusals.reply(unavailable.why(), ring);
        });
    }

    Future<Reply> merged(Exchange exchange, Call call, MergedRead operation) {
        return ofAll(
                exchange,
                call,
                operation.profile(),
                asked(call, operation),
                operation.sql(),
                operation.parameters().apply(call),
                rows -> operation.answer().apply(call, rows));
    }

    <S> Future<Reply> regional(Exchange exchange, Call call, RegionalRead<S> operation) {
        List<Object> parameters = RegionalRows.key(
                call.tenant(), operation.entity(), operation.entityId().apply(call));
        return ofAll(exchange, call, operation.profile(), statements.regions(), RegionalRows.READ, parameters, rows -> {
            Merged<S> merged = RegionalRows.merged(operation.entity(), call.region(), rows);
            return operation
                    .answer()
                    .apply(call, merged)
                    .writtenBy(operation.entity().latest().apply(merged.state()));
        });
    }

    /** A region that the mesh does not have has no rows: whoever is asked instead has none of them either. */
    private List<Region> asked(Call call, MergedRead operation) {
        return operation
                .only()
                .apply(call)
                .map(region -> List.of(statements.regions().contains(region) ? region : call.region()))
                .orElseGet(statements::regions);
    }

    private Future<Reply> ofAll(
            Exchange exchange,
            Call call,
            ReadProfile profile,
            List<Region> asked,
            SqlStatement sql,
            List<Object> parameters,
            Function<Map<Region, List<SqlRow>>, Answer> answer) {
        boolean older = servesOlder(exchange, profile);
        return statements
                .readEach(
                        exchange,
                        asked,
                        region -> Statements.ofRegion(
                                        exchange,
                                        region,
                                        level(exchange, profile, RingId.of(region)),
                                        sql,
                                        parameters,
                                        older)
                                .notOlderThan(ageMax(profile)))
                .map(outcomes -> {
                    Map<Region, List<SqlRow>> rows = new LinkedHashMap<>();
                    List<Served> served = new ArrayList<>();
                    for (Map.Entry<Region, ReadOutcome> each : outcomes.entrySet()) {
                        switch (each.getValue()) {
                            case ReadOutcome.Rows found -> {
                                rows.put(each.getKey(), found.rows());
                                served.add(found.served());
                            }
                            case ReadOutcome.Unavailable unavailable -> {
                                return Refusals.reply(unavailable.why(), RingId.of(each.getKey()));
                            }
                        }
                    }
                    return answers.read(exchange, call, profile, answer.apply(rows), served);
                });
    }

    private static ReadLevel level(Exchange exchange, ReadProfile profile, RingId ring) {
        Optional<Position> seen = exchange.seen().of(ring);
        ReadLevel level = profile.granted(exchange.askedLevel()).given(seen);
        // A session that has seen nothing of this ring asks for nothing, and the profile promises more than that.
        return level instanceof ReadLevel.Eventual && profile.weakest() instanceof Level.Bounded
                ? profile.weakest().given(seen)
                : level;
    }

    /** A session may demand little of a replica that stands still; the bound that nobody may weaken still holds. */
    private static Optional<Duration> ageMax(ReadProfile profile) {
        return profile.weakest() instanceof Level.Bounded bounded ? Optional.of(bounded.staleness()) : Optional.empty();
    }

    /** What a request asks for is never weakened behind its back. */
    private static boolean servesOlder(Exchange exchange, ReadProfile profile) {
        return profile.unreachable() == Unreachable.SERVE_OLDER
                && exchange.askedLevel().isEmpty();
    }
}

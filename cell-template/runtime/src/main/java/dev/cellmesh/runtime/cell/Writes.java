package dev.cellmesh.runtime.cell;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.merge.HybridClock;
import dev.cellmesh.model.merge.HybridTimestamp;
import dev.cellmesh.model.profile.Residence;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.Refusal;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.database.Write;
import dev.cellmesh.runtime.database.WriteOutcome;
import dev.cellmesh.runtime.idempotency.Keyed;
import dev.cellmesh.runtime.pipeline.Exchange;
import dev.cellmesh.runtime.pipeline.KeyClaimed;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.route.RouteTable;
import dev.cellmesh.runtime.service.Call;
import dev.cellmesh.runtime.service.Remedy;
import dev.cellmesh.runtime.service.WriteOperation;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What comes of a write? Takes its statement to the ring that the profile names, once, and turns the outcome into the
 * contract's: replay, in progress, fenced, refused by the domain, done, or unknown.
 */
final class Writes {
    /** Others may take what a remedy has brought, and each remedy costs a way to other regions: the deadline comes first. */
    private static final int REMEDIES_MAX = 16;

    private final Statements statements;
    private final Replays replays;
    private final RouteTable routes;
    private final WriteProtocol protocol;
    private final HybridClock clock;

    Writes(Statements statements, Replays replays, RouteTable routes, WriteProtocol protocol, HybridClock clock) {
        this.statements = statements;
        this.replays = replays;
        this.routes = routes;
        this.protocol = protocol;
        this.clock = clock;
    }

    /**
     * A statement on its way.
     *
     * @param parameters all of them
     * @param clock the time that it was given
     */
    record Submission(
            Keyed keyed,
            Residence residence,
            Durability durability,
            SqlStatement sql,
            List<Object> parameters,
            Optional<HybridTimestamp> clock) {

        /** Behind its own parameters: what was found out elsewhere, or null. */
        Submission with(JsonObject findings) {
            List<Object> all = new ArrayList<>(parameters);
            all.add(findings);
            return new Submission(keyed, residence, durability, sql, all, clock);
        }
    }

    Future<Reply> run(Exchange exchange, Call arrived, WriteOperation operation) {
        Call call = placed(arrived, operation);
        Keyed keyed = protocol.keyed(exchange, call);
        Residence residence = operation.profile().residence();
        return replays.known(exchange, call, keyed, residence)
                .compose(known -> known.map(Future::succeededFuture)
                        .or(() -> stamped(exchange, call, residence)
                                .map(stamped -> unknown(exchange, stamped, operation, keyed)))
                        .orElseGet(() -> Future.succeededFuture(
                                Refusals.reply(Refusal.NOT_CAUGHT_UP, Statements.ring(residence, call)))));
    }

    /** Empty when the client has seen a time that this cell's clock will not believe. */
    private Optional<Call> stamped(Exchange exchange, Call call, Residence residence) {
        return residence == Residence.EVERY_REGION
                ? clock.nowAfter(exchange.seen().clock()).map(call::stampedAt)
                : Optional.of(call);
    }

    /** A request whose key nobody here knows. */
    private Future<Reply> unknown(Exchange exchange, Call call, WriteOperation operation, Keyed keyed) {
        Residence residence = operation.profile().residence();
        return withEpoch(
                exchange,
                call,
                keyed,
                residence,
                epoch -> begin(
                        exchange,
                        call,
                        operation,
                        new Submission(
                                keyed,
                                residence,
                                operation.profile().durability(),
                                operation.sql(),
                                protocol.parameters(operation, call, epoch, keyed),
                                call.stamp())));
    }

    private Call placed(Call call, WriteOperation operation) {
        Region region = operation.region().apply(call);
        return statements.regions().contains(region) ? call.in(region) : call;
    }

    /** Whoever knows no writer of the ring does not write; a first answer may be there all the same. */
    Future<Reply> withEpoch(
            Exchange exchange, Call call, Keyed keyed, Residence residence, Function<Long, Future<Reply>> write) {
        RingId ring = Statements.ring(residence, call);
        return exchange.snapshot()
                .writerEpoch(ring)
                .map(write)
                .orElseGet(() -> replays.find(
                        exchange, call, keyed, residence, Refusals.fenced(ring), why -> Refusals.reply(why, ring)));
    }

    private Future<Reply> begin(Exchange exchange, Call call, WriteOperation operation, Submission submission) {
        return operation
                .beforehand()
                .map(remedy -> remedied(exchange, call, operation, submission, remedy, REMEDIES_MAX))
                .orElseGet(() -> attempt(exchange, call, operation, submission, Optional.empty(), REMEDIES_MAX));
    }

    private Future<Reply> attempt(
            Exchange exchange,
            Call call,
            WriteOperation operation,
            Submission submission,
            Optional<JsonObject> findings,
            int remediesLeft) {
        return submit(
                exchange,
                call,
                operation.takesFindings() ? submission.with(findings.orElse(null)) : submission,
                verdict -> Optional.ofNullable(operation.remedies().get(verdict))
                        .map(remedy ->
                                () -> remedied(exchange, call, operation, submission, remedy, remediesLeft - 1)));
    }

    private Future<Reply> remedied(
            Exchange exchange,
            Call call,
            WriteOperation operation,
            Submission submission,
            Remedy remedy,
            int remediesLeft) {
        if (remediesLeft < 0) {
            return Future.succeededFuture(
                    Refusals.reply(Refusal.CONTENDED, Statements.ring(submission.residence(), call)));
        }
        return remedy.apply(call, new Elsewhere(exchange)).compose(outcome -> switch (outcome) {
            case Remedy.Outcome.Try again ->
                attempt(exchange, call, operation, submission, Optional.empty(), remediesLeft);
            case Remedy.Outcome.Decide decide ->
                attempt(exchange, call, operation, submission, Optional.of(decide.findings()), remediesLeft);
            case Remedy.Outcome.Unavailable unavailable -> {
                Reply refused = Refusals.reply(unavailable.why(), RingId.of(unavailable.region()));
                // The key may have an answer all the same, which comes before it.
                yield found(exchange, call, submission, refused, why -> refused);
            }
        });
    }

    /** @param goingOn what follows a verdict that settles nothing and stores nothing */
    Future<Reply> submit(
            Exchange exchange,
            Call call,
            Submission submission,
            Function<String, Optional<Supplier<Future<Reply>>>> goingOn) {
        RingId ring = Statements.ring(submission.residence(), call);
        Write write = new Write(
                ring, submission.durability(), submission.sql(), submission.parameters(), exchange.deadline());
        return statements.write(exchange, write).compose(outcome -> switch (outcome) {
            case WriteOutcome.Committed committed -> decided(exchange, call, submission, committed, goingOn);
            case WriteOutcome.Unavailable unavailable ->
                Future.succeededFuture(Refusals.reply(unavailable.why(), ring));
            case WriteOutcome.Unknown unknown -> Future.succeededFuture(Refusals.unknown());
        });
    }

    private Future<Reply> decided(
            Exchange exchange,
            Call call,
            Submission submission,
            WriteOutcome.Committed committed,
            Function<String, Optional<Supplier<Future<Reply>>>> goingOn) {
        SqlRow row = committed.row();
        RingId ring = Statements.ring(submission.residence(), call);
        String verdict = row.text("verdict");
        Function<Refusal, Reply> unread = why -> Refusals.reply(why, ring);
        return switch (verdict) {
            case WriteProtocol.IN_PROGRESS -> Future.succeededFuture(Reply.problem(KeyClaimed.inProgress()));
            case WriteProtocol.FENCED -> {
                routes.refresh();
                yield found(exchange, call, submission, Refusals.fenced(ring), unread);
            }
            case WriteProtocol.PRECONDITION_REQUIRED ->
                found(exchange, call, submission, protocol.unstored(row), unread);
            // Somebody has done something under this key, so that no look-up that fails can say that nothing was done.
            case WriteProtocol.NOT_CLAIMED ->
                found(exchange, call, submission, Reply.problem(KeyClaimed.inProgress()), why -> Refusals.unknown());
            default ->
                goingOn.apply(verdict).map(Supplier::get).orElseGet(() -> first(exchange, call, submission, committed));
        };
    }

    private Future<Reply> first(Exchange exchange, Call call, Submission submission, WriteOutcome.Committed committed) {
        StoredAnswer answer = new StoredAnswer(
                submission.keyed().fingerprint(),
                committed.row().number("status").intValue(),
                Buffer.buffer(committed.row().text("body")),
                List.of(committed.served()),
                submission.clock());
        return committed.served().position().isPresent()
                ? Future.succeededFuture(
                        replays.first(exchange, call, submission.keyed(), submission.residence(), answer))
                : replays.withPosition(exchange, call, submission.keyed(), submission.residence(), answer);
    }

    private Future<Reply> found(
            Exchange exchange, Call call, Submission submission, Reply otherwise, Function<Refusal, Reply> unread) {
        return replays.find(exchange, call, submission.keyed(), submission.residence(), otherwise, unread);
    }

    /** What a remedy may do in other regions, within the time and the epochs of one request. */
    private final class Elsewhere implements Remedy.Regions {
        private final Exchange exchange;

        Elsewhere(Exchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public List<Region> all() {
            return statements.regions();
        }

        @Override
        public Future<WriteOutcome> write(Region region, SqlStatement sql, List<Object> parameters) {
            Optional<Long> epoch = exchange.snapshot().writerEpoch(RingId.of(region));
            if (epoch.isEmpty()) {
                return Future.succeededFuture(new WriteOutcome.Unavailable(Refusal.UNREACHABLE));
            }
            List<Object> all = new ArrayList<>(List.of(region.name(), epoch.get()));
            all.addAll(parameters);
            return statements.write(
                    exchange, new Write(RingId.of(region), Durability.QUORUM, sql, all, exchange.deadline()));
        }

        @Override
        public Future<ReadOutcome> look(Region region, SqlStatement sql, List<Object> parameters) {
            return read(region, ReadLevel.EVENTUAL, sql, parameters);
        }

        @Override
        public Future<ReadOutcome> ask(Region region, SqlStatement sql, List<Object> parameters) {
            return read(region, ReadLevel.STRONG, sql, parameters);
        }

        private Future<ReadOutcome> read(Region region, ReadLevel level, SqlStatement sql, List<Object> parameters) {
            boolean older = level instanceof ReadLevel.Eventual;
            return statements.read(exchange, Statements.ofRegion(exchange, region, level, sql, parameters, older));
        }
    }
}

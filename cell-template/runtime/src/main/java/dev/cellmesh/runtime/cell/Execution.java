package dev.cellmesh.runtime.cell;

import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.consistency.Served;
import dev.cellmesh.runtime.database.Read;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.Refusal;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.database.Write;
import dev.cellmesh.runtime.database.WriteOutcome;
import dev.cellmesh.runtime.idempotency.Fingerprint;
import dev.cellmesh.runtime.pipeline.Exchange;
import dev.cellmesh.runtime.pipeline.KeyClaimed;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.pipeline.Stage;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.route.RouteTable;
import dev.cellmesh.runtime.service.Answer;
import dev.cellmesh.runtime.service.Call;
import dev.cellmesh.runtime.service.Ids;
import dev.cellmesh.runtime.service.Operation;
import dev.cellmesh.runtime.service.ReadOperation;
import dev.cellmesh.runtime.service.WriteOperation;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What comes of the operation? Takes it to the database at its level or durability, once, and turns the outcome into the
 * contract's: replay, fenced, refused by the domain, done, or unknown.
 */
final class Execution implements Stage {
    static final String REPLAYED = "Idempotent-Replayed";

    private static final SqlStatement REPLAY = SqlStatement.load(Execution.class, "replay");

    private final Map<String, Operation> operations;
    private final RegionalDatabase database;
    private final RouteTable routes;
    private final ServedHeaders servedHeaders;
    private final Ids ids;
    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private final boolean idempotencyOff;

    Execution(
            Map<String, Operation> operations,
            RegionalDatabase database,
            RouteTable routes,
            ServedHeaders servedHeaders,
            Ids ids,
            InstantSource clock,
            LongSupplier nanoClock,
            boolean idempotencyOff) {
        this.operations = operations;
        this.database = database;
        this.routes = routes;
        this.servedHeaders = servedHeaders;
        this.ids = ids;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.idempotencyOff = idempotencyOff;
    }

    @Override
    public Future<Reply> handle(Exchange exchange, Next next) {
        Call call = new Call(
                exchange.input(),
                exchange.caller(),
                exchange.route(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                exchange.ifMatch());
        return switch (operations.get(exchange.input().operationId())) {
            case ReadOperation read -> read(exchange, call, read);
            case WriteOperation write -> write(exchange, call, write);
        };
    }

    private Future<Reply> read(Exchange exchange, Call call, ReadOperation operation) {
        ReadLevel level = RequestedLevel.served(exchange.askedLevel(), operation.level());
        List<Object> parameters = operation.parameters().apply(call);
        return ask(exchange, new Read(ring(call), level, operation.sql(), parameters, exchange.deadline()))
                .map(outcome -> switch (outcome) {
                    case ReadOutcome.Rows rows ->
                        answered(call, operation.answer().apply(call, rows.rows()), rows.served());
                    case ReadOutcome.Unavailable unavailable -> Refusals.reply(unavailable.why(), call.route());
                });
    }

    private Future<Reply> write(Exchange exchange, Call call, WriteOperation operation) {
        byte[] fingerprint = Fingerprint.of(call.input());
        String key = idempotencyOff
                ? ids.next().toString()
                : exchange.key().orElseThrow().value();
        Long epoch = exchange.snapshot().writerEpochs().get(call.route().home());
        if (epoch == null) {
            return replayed(exchange, call, key, fingerprint, Refusals.fenced(call.route()));
        }
        List<Object> parameters = WriteProtocol.parameters(operation, call, epoch, key, fingerprint, ids.next());
        Write write = new Write(ring(call), operation.durability(), operation.sql(), parameters, exchange.deadline());
        long begun = nanoClock.getAsLong();
        return database.write(write)
                .onComplete(done -> exchange.waitedForDatabase(nanoClock.getAsLong() - begun))
                .compose(outcome -> switch (outcome) {
                    case WriteOutcome.Committed committed ->
                        decided(exchange, call, key, fingerprint, committed.row(), committed.served());
                    case WriteOutcome.Unavailable unavailable ->
                        Future.succeededFuture(Refusals.reply(unavailable.why(), call.route()));
                    case WriteOutcome.Unknown unknown -> Future.succeededFuture(Refusals.unknown());
                });
    }

    private Future<Reply> decided(
            Exchange exchange, Call call, String key, byte[] fingerprint, SqlRow row, Served served) {
        return switch (row.text("verdict")) {
            case WriteProtocol.FENCED -> {
                routes.refresh();
                yield replayed(exchange, call, key, fingerprint, Refusals.fenced(call.route()));
            }
            case WriteProtocol.PRECONDITION_REQUIRED ->
                replayed(exchange, call, key, fingerprint, stored(call, row, served));
            // Somebody has done something under this key, so that no look-up that fails can say that nothing was done.
            case WriteProtocol.NOT_CLAIMED ->
                replayed(
                        exchange,
                        call,
                        key,
                        fingerprint,
                        Reply.problem(KeyClaimed.inProgress()),
                        unread -> Refusals.unknown());
            default -> Future.succeededFuture(stored(call, row, served));
        };
    }

    private Future<Reply> replayed(Exchange exchange, Call call, String key, byte[] fingerprint, Reply otherwise) {
        return replayed(exchange, call, key, fingerprint, otherwise, why -> Refusals.reply(why, call.route()));
    }

    /** The first answer of the key, or what holds when there is none, or when nobody can tell. */
    private Future<Reply> replayed(
            Exchange exchange,
            Call call,
            String key,
            byte[] fingerprint,
            Reply otherwise,
            Function<Refusal, Reply> unread) {
        List<Object> parameters =
                List.of(call.route().home().name(), call.tenant().value(), key);
        Read look = new Read(ring(call), ReadLevel.STRONG, REPLAY, parameters, exchange.deadline());
        return ask(exchange, look).map(outcome -> switch (outcome) {
            case ReadOutcome.Unavailable unavailable -> unread.apply(unavailable.why());
            case ReadOutcome.Rows rows -> {
                if (rows.rows().isEmpty()) {
                    yield otherwise;
                }
                SqlRow first = rows.rows().getFirst();
                if (!MessageDigest.isEqual(fingerprint, first.bytes("fingerprint"))) {
                    yield Reply.problem(Problem.of(
                            ProblemType.IDEMPOTENCY_KEY_REUSED,
                            "This key belongs to another request: method, path or body differ."));
                }
                yield stored(call, first, rows.served()).with(REPLAYED, "true");
            }
        });
    }

    private Future<ReadOutcome> ask(Exchange exchange, Read read) {
        long begun = nanoClock.getAsLong();
        return database.read(read).onComplete(done -> exchange.waitedForDatabase(nanoClock.getAsLong() - begun));
    }

    private Reply answered(Call call, Answer answer, Served served) {
        return reply(call, answer.status(), answer.body(), answer.body().toBuffer(), served);
    }

    private Reply stored(Call call, SqlRow row, Served served) {
        Buffer body = Buffer.buffer(row.text("body"));
        return reply(call, row.number("status").intValue(), new JsonObject(body), body, served);
    }

    private Reply reply(Call call, int status, JsonObject json, Buffer body, Served served) {
        Map<String, String> headers = new TreeMap<>(servedHeaders.of(call.tenant(), served));
        headers.putAll(EntityHeaders.of(call.input().path(), status, json));
        return new Reply(status, EntityHeaders.outcome(status, json), headers, body);
    }

    private static RingId ring(Call call) {
        return RingId.of(call.route().home());
    }

    @Override
    public String toString() {
        return "execution";
    }
}

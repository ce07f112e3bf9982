package dev.cellmesh.runtime.cell;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.consistency.Served;
import dev.cellmesh.model.merge.HybridTimestamp;
import dev.cellmesh.model.profile.Residence;
import dev.cellmesh.runtime.database.Read;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.Refusal;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.idempotency.Fingerprint;
import dev.cellmesh.runtime.idempotency.Keyed;
import dev.cellmesh.runtime.pipeline.Exchange;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.service.Call;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What was the first answer to a key, if there was one? */
final class Replays {
    static final String REPLAYED = "Idempotent-Replayed";

    private static final SqlStatement OF_RING = SqlStatement.load(Replays.class, "replay");
    private static final SqlStatement OF_MESH = SqlStatement.load(Replays.class, "replay-global");

    private final Statements statements;
    private final Answers answers;
    private final AnswerCache cache;

    Replays(Statements statements, Answers answers, AnswerCache cache) {
        this.statements = statements;
        this.answers = answers;
        this.cache = cache;
    }

    /**
     * What can be known without asking the writing database: from this cell's memory, and for rows of every region from the
     * local copies of the other regions, where the key may have been used before. Those copies are as late as replication is.
     */
    Future<Optional<Reply>> known(Exchange exchange, Call call, Keyed keyed, Residence residence) {
        Optional<StoredAnswer> remembered =
                cache.find(Statements.ring(residence, call), keyed, epoch(exchange, residence, call));
        if (remembered.isPresent()) {
            return Future.succeededFuture(Optional.of(replay(exchange, call, keyed, remembered.get())));
        }
        if (residence != Residence.EVERY_REGION) {
            return Future.succeededFuture(Optional.empty());
        }
        List<Region> others = statements.regions().stream()
                .filter(region -> !region.equals(call.region()))
                .toList();
        return statements
                .readEach(
                        exchange,
                        others,
                        region -> Statements.ofRegion(
                                exchange,
                                region,
                                ReadLevel.EVENTUAL,
                                OF_RING,
                                List.of(keyed.tenant().value(), keyed.key()),
                                true))
                .compose(outcomes -> outcomes.entrySet().stream()
                        .filter(each -> rowsOf(each.getValue()).isPresent())
                        .findFirst()
                        .map(each -> elsewhere(
                                        exchange,
                                        keyed,
                                        each.getKey(),
                                        rowsOf(each.getValue()).get())
                                .map(first -> Optional.of(replay(exchange, call, keyed, first))))
                        .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    /**
     * The first answer of a region whose copy shows it. Its client needs a token that covers the write, but an eventual read has no
     * position; so it is read once more, at the level that has one. An answer without a token is better than none.
     */
    private Future<StoredAnswer> elsewhere(Exchange exchange, Keyed keyed, Region region, ReadOutcome.Rows shown) {
        Read again = new Read(
                RingId.of(region),
                new ReadLevel.Causal(Optional.empty()),
                OF_RING,
                List.of(region.name(), keyed.tenant().value(), keyed.key()),
                statements.half(exchange.deadline()));
        return statements
                .read(exchange, again)
                .map(outcome -> rowsOf(outcome).orElse(shown))
                .map(rows -> stored(Residence.EVERY_REGION, rows.rows().getFirst(), rows.served()));
    }

    private static Optional<ReadOutcome.Rows> rowsOf(ReadOutcome outcome) {
        return outcome instanceof ReadOutcome.Rows rows && !rows.rows().isEmpty()
                ? Optional.of(rows)
                : Optional.empty();
    }

    /** The first answer of the key, or what holds when there is none, or when nobody can tell. */
    Future<Reply> find(
            Exchange exchange,
            Call call,
            Keyed keyed,
            Residence residence,
            Reply otherwise,
            Function<Refusal, Reply> unread) {
        return statements.read(exchange, look(exchange, call, keyed, residence)).map(outcome -> switch (outcome) {
            case ReadOutcome.Unavailable unavailable -> unread.apply(unavailable.why());
            case ReadOutcome.Rows rows -> {
                if (rows.rows().isEmpty()) {
                    yield otherwise;
                }
                StoredAnswer first = stored(residence, rows.rows().getFirst(), rows.served());
                remember(exchange, call, keyed, residence, first);
                yield replay(exchange, call, keyed, first);
            }
        });
    }

    private static Read look(Exchange exchange, Call call, Keyed keyed, Residence residence) {
        RingId ring = Statements.ring(residence, call);
        String tenant = keyed.tenant().value();
        return residence == Residence.GLOBAL
                ? new Read(ring, ReadLevel.STRONG, OF_MESH, List.of(tenant, keyed.key()), exchange.deadline())
                : new Read(
                        ring,
                        ReadLevel.STRONG,
                        OF_RING,
                        List.of(ring.name(), tenant, keyed.key()),
                        exchange.deadline());
    }

    /**
     * The first answer of a write that lost its position on the way: without it, the client would not find its own write again. The
     * key has a position, too; as long as nobody can tell it, the client asks again with the key.
     */
    Future<Reply> withPosition(Exchange exchange, Call call, Keyed keyed, Residence residence, StoredAnswer answer) {
        return statements
                .read(exchange, look(exchange, call, keyed, residence))
                .map(outcome -> rowsOf(outcome)
                        .filter(rows -> rows.served().position().isPresent())
                        .map(rows -> first(exchange, call, keyed, residence, answer.servedAs(rows.served())))
                        .orElseGet(Refusals::unknown));
    }

    /** The first answer, to be remembered. */
    Reply first(Exchange exchange, Call call, Keyed keyed, Residence residence, StoredAnswer answer) {
        remember(exchange, call, keyed, residence, answer);
        return answers.stored(exchange, call, answer);
    }

    private void remember(Exchange exchange, Call call, Keyed keyed, Residence residence, StoredAnswer answer) {
        cache.put(Statements.ring(residence, call), keyed, epoch(exchange, residence, call), answer);
    }

    private Reply replay(Exchange exchange, Call call, Keyed keyed, StoredAnswer first) {
        return keyed.fingerprint().equals(first.fingerprint())
                ? answers.stored(exchange, call, first).with(REPLAYED, "true")
                : Reply.problem(Problem.of(
                        ProblemType.IDEMPOTENCY_KEY_REUSED,
                        "This key belongs to another request: method, path or body differ."));
    }

    private static StoredAnswer stored(Residence residence, SqlRow row, Served served) {
        Buffer body = Buffer.buffer(row.text("body"));
        return new StoredAnswer(
                Fingerprint.of(row.bytes("fingerprint")),
                row.number("status").intValue(),
                body,
                List.of(served),
                residence == Residence.EVERY_REGION ? endOfMillisecond(body) : Optional.empty());
    }

    /** The hybrid time of the write is not stored; it is in the millisecond that the answer tells, if that is the write's own. */
    private static Optional<HybridTimestamp> endOfMillisecond(Buffer body) {
        return Optional.ofNullable(new JsonObject(body).getString("lastModified"))
                .map(Instant::parse)
                .map(time -> new HybridTimestamp(time.toEpochMilli(), HybridTimestamp.LOGICAL_MAX));
    }

    private static long epoch(Exchange exchange, Residence residence, Call call) {
        return exchange.snapshot().writerEpoch(Statements.ring(residence, call)).orElse(0L);
    }
}

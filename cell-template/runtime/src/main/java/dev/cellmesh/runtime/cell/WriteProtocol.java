package dev.cellmesh.runtime.cell;

import dev.cellmesh.model.profile.Precondition;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.idempotency.IdempotencyKey;
import dev.cellmesh.runtime.idempotency.Keyed;
import dev.cellmesh.runtime.pipeline.Exchange;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.service.Answer;
import dev.cellmesh.runtime.service.Call;
import dev.cellmesh.runtime.service.Ids;
import dev.cellmesh.runtime.service.IfMatch;
import dev.cellmesh.runtime.service.WriteOperation;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What do a cell and a writing statement say to each other?
 *
 * <p>The statement gets, in this order: {@code $1} the ring, which is the home region of its rows, {@code $2} tenant, {@code $3}
 * writer epoch, {@code $4} idempotency key, {@code $5} fingerprint, {@code $6} the version of {@code If-Match} or NULL, {@code
 * $7} the answers by verdict as {@code {"status", "body"}}, {@code $8} the time, {@code $9} when the key may be forgotten, {@code
 * $10} the id of the event, {@code $11} the number that is locked while a request with this key runs; the operation's own begin
 * with {@code $12}. With remedies, the last one is what they found out elsewhere, as JSON, or NULL; when it is there, the statement
 * has to decide.
 *
 * <p>It returns one row: {@code verdict}, {@code status} and {@code body}. It stores the last two under the key, so that a
 * replay has the same bytes. Some verdicts store nothing: {@code fenced} (the epoch is not the current one), {@code in-progress}
 * (another one with this key is running), {@code not-claimed} (the key is taken), {@code precondition-required}, and those that
 * have a remedy.
 */
final class WriteProtocol {
    static final String FENCED = "fenced";
    static final String IN_PROGRESS = "in-progress";
    static final String NOT_CLAIMED = "not-claimed";
    static final String PRECONDITION_REQUIRED = "precondition-required";
    static final String VERSION_CONFLICT = "version-conflict";

    /** Longer than any client retries, and long enough to look into what happened a week ago. */
    static final Duration RETENTION = Duration.ofDays(7);

    private final Ids ids;
    private final boolean idempotencyOff;

    /** @param idempotencyOff every request gets a key of its own, which breaks the promise for a proof's control */
    WriteProtocol(Ids ids, boolean idempotencyOff) {
        this.ids = ids;
        this.idempotencyOff = idempotencyOff;
    }

    Keyed keyed(Exchange exchange, Call call) {
        IdempotencyKey key = idempotencyOff
                ? new IdempotencyKey(ids.next().toString())
                : exchange.key().orElseThrow();
        return Keyed.of(call.tenant(), key, call.input());
    }

    List<Object> parameters(WriteOperation operation, Call call, long writerEpoch, Keyed keyed) {
        WriteOperation.Plan plan = operation.plan().apply(call);
        List<Object> parameters = new ArrayList<>(
                parameters(call, writerEpoch, keyed, operation.profile().precondition(), plan.answers()));
        parameters.set(0, Statements.ring(operation.profile().residence(), call).name());
        parameters.addAll(plan.parameters());
        return parameters;
    }

    /** Those of the protocol itself, for the cell's own region. */
    List<Object> parameters(
            Call call, long writerEpoch, Keyed keyed, Precondition precondition, Map<String, Answer> answers) {
        List<Object> parameters = new ArrayList<>();
        parameters.add(call.region().name());
        parameters.add(call.tenant().value());
        parameters.add(writerEpoch);
        parameters.add(keyed.key());
        parameters.add(keyed.fingerprint().bytes());
        parameters.add(version(precondition, call));
        parameters.add(templates(call, answers));
        parameters.add(call.now().atOffset(ZoneOffset.UTC));
        parameters.add(call.now().plus(RETENTION).atOffset(ZoneOffset.UTC));
        parameters.add(ids.next());
        parameters.add(keyed.lock());
        return parameters;
    }

    /** An answer that leaves the key free. */
    Reply unstored(SqlRow row) {
        JsonObject body = new JsonObject(row.text("body"));
        return new Reply(
                row.number("status").intValue(),
                EntityHeaders.outcome(row.number("status").intValue(), body),
                Map.of(Reply.CONTENT_TYPE, Problem.CONTENT_TYPE),
                Buffer.buffer(row.text("body")));
    }

    private static Long version(Precondition precondition, Call call) {
        return switch (precondition) {
            case IGNORED -> null;
            case OPTIONAL, REQUIRED -> call.ifMatch().map(IfMatch::version).orElse(null);
        };
    }

    private static JsonObject templates(Call call, Map<String, Answer> answers) {
        JsonObject templates = new JsonObject();
        templates.put(
                PRECONDITION_REQUIRED,
                Answer.of(Problem.of(
                                ProblemType.PRECONDITION_REQUIRED,
                                "Send If-Match with the ETag that you last read of this entity."))
                        .toTemplate());
        call.ifMatch()
                .ifPresent(condition -> templates.put(
                        VERSION_CONFLICT,
                        Answer.of(Problem.of(
                                                ProblemType.VERSION_CONFLICT,
                                                "The entity has changed since: read it again, and decide anew.")
                                        .with("providedVersion", condition.provided()))
                                .toTemplate()));
        answers.forEach((verdict, answer) -> templates.put(verdict, answer.toTemplate()));
        return templates;
    }
}

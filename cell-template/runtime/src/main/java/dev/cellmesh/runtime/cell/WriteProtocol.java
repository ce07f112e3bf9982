package dev.cellmesh.runtime.cell;

import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.service.Answer;
import dev.cellmesh.runtime.service.Call;
import dev.cellmesh.runtime.service.IfMatch;
import dev.cellmesh.runtime.service.WriteOperation;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What do a cell and a writing statement say to each other?
 *
 * <p>The statement gets, in this order: {@code $1} home region, {@code $2} tenant, {@code $3} writer epoch, {@code $4}
 * idempotency key, {@code $5} fingerprint, {@code $6} the version of {@code If-Match} or NULL, {@code $7} the answers by
 * verdict as {@code {"status", "body"}}, {@code $8} the time, {@code $9} when the key may be forgotten, {@code $10} the id of
 * the event; the operation's own begin with {@code $11}.
 *
 * <p>It returns one row: {@code verdict}, {@code status} and {@code body}. It stores the last two under the key, so that a
 * replay has the same bytes. Three verdicts store nothing: {@code fenced} (the epoch is not the current one), {@code not-claimed}
 * (the key is taken) and {@code precondition-required}.
 */
final class WriteProtocol {
    static final String FENCED = "fenced";
    static final String NOT_CLAIMED = "not-claimed";
    static final String PRECONDITION_REQUIRED = "precondition-required";
    static final String VERSION_CONFLICT = "version-conflict";

    /** Longer than any client retries: a day's outage of the client, and as much again. */
    static final Duration RETENTION = Duration.ofDays(2);

    private WriteProtocol() {}

    static List<Object> parameters(
            WriteOperation operation, Call call, long writerEpoch, String key, byte[] fingerprint, UUID eventId) {
        WriteOperation.Plan plan = operation.plan().apply(call);
        List<Object> parameters = new ArrayList<>();
        parameters.add(call.route().home().name());
        parameters.add(call.tenant().value());
        parameters.add(writerEpoch);
        parameters.add(key);
        parameters.add(fingerprint);
        parameters.add(version(operation, call));
        parameters.add(answers(call, plan));
        parameters.add(call.now().atOffset(ZoneOffset.UTC));
        parameters.add(call.now().plus(RETENTION).atOffset(ZoneOffset.UTC));
        parameters.add(eventId);
        parameters.addAll(plan.parameters());
        return parameters;
    }

    private static Long version(WriteOperation operation, Call call) {
        return switch (operation.precondition()) {
            case IGNORED -> null;
            case OPTIONAL, REQUIRED -> call.ifMatch().map(IfMatch::version).orElse(null);
        };
    }

    private static JsonObject answers(Call call, WriteOperation.Plan plan) {
        JsonObject answers = new JsonObject();
        answers.put(
                PRECONDITION_REQUIRED,
                Answer.of(Problem.of(
                                ProblemType.PRECONDITION_REQUIRED,
                                "Send If-Match with the ETag that you last read of this entity."))
                        .toTemplate());
        call.ifMatch()
                .ifPresent(condition -> answers.put(
                        VERSION_CONFLICT,
                        Answer.of(Problem.of(
                                                ProblemType.VERSION_CONFLICT,
                                                "The entity has changed since: read it again, and decide anew.")
                                        .with("providedVersion", condition.provided()))
                                .toTemplate()));
        plan.answers().forEach((verdict, answer) -> answers.put(verdict, answer.toTemplate()));
        return answers;
    }
}

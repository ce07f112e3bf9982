package dev.cellmesh.runtime.pipeline;

import dev.cellmesh.runtime.database.Deadline;
import dev.cellmesh.runtime.idempotency.IdempotencyKey;
import dev.cellmesh.runtime.node.CellSizes;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.service.IfMatch;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Can the headers be read that every operation has: key, precondition and deadline? The schema does not know them, because
 * whether one is missing is asked later. A deadline is set in any case.
 */
public final class WellFormedHeaders implements Stage {
    public static final String DEADLINE = "X-Request-Deadline";
    /** A transfer over the slowest link takes well under one second; five leave room for retries on the way. */
    public static final Duration DEADLINE_DEFAULT = Duration.ofMillis(CellSizes.DEADLINE_MILLIS_DEFAULT);
    /** Longer waits hold rows and connections that others need. */
    public static final Duration DEADLINE_MAX = Duration.ofSeconds(15);

    /** More digits than any deadline needs, and few enough for a long. */
    private static final int DEADLINE_DIGITS_MAX = 12;

    private static final String KEY_FORM = "1 to 255 visible ASCII characters, bare or as a quoted string";
    private static final String TAG_FORM = "the ETag that was last read, with its quotes";
    private static final String DEADLINE_FORM = "a whole number of milliseconds";

    @Override
    public Future<Reply> handle(Exchange exchange, Next next) {
        MultiMap headers = exchange.input().headers();
        return take(headers, IdempotencyKey.HEADER, KEY_FORM, IdempotencyKey::parse, exchange::keyedBy)
                .or(() -> take(headers, IfMatch.HEADER, TAG_FORM, IfMatch::parse, exchange::onlyIf))
                .or(() -> deadline(exchange))
                .map(problem -> Future.succeededFuture(Reply.problem(problem)))
                .orElseGet(next::proceed);
    }

    private static Optional<Problem> deadline(Exchange exchange) {
        exchange.dueAt(Deadline.in(DEADLINE_DEFAULT, exchange.startedNanos()));
        return take(
                exchange.input().headers(),
                DEADLINE,
                DEADLINE_FORM,
                WellFormedHeaders::millis,
                asked -> exchange.dueAt(Deadline.in(
                        asked.compareTo(DEADLINE_MAX) > 0 ? DEADLINE_MAX : asked, exchange.startedNanos())));
    }

    private static Optional<Duration> millis(String text) {
        boolean digits = !text.isEmpty()
                && text.length() <= DEADLINE_DIGITS_MAX
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Optional.of(Duration.ofMillis(Long.parseLong(text))) : Optional.empty();
    }

    /**
     * Hands a header's value on when it is there, and answers with a problem when it cannot be read or is there twice.
     *
     * @param form what a good value is, for a person
     */
    public static <T> Optional<Problem> take(
            MultiMap headers, String name, String form, Function<String, Optional<T>> parser, Consumer<T> target) {
        List<String> values = headers.getAll(name);
        if (values.isEmpty()) {
            return Optional.empty();
        }
        Optional<T> value = values.size() == 1 ? parser.apply(values.getFirst()) : Optional.empty();
        if (value.isEmpty()) {
            return Optional.of(Problem.of(
                            ProblemType.MALFORMED_REQUEST,
                            "Send the header " + name + " once at most, as " + form + ".")
                    .with("header", name));
        }
        target.accept(value.get());
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "well-formed headers";
    }
}

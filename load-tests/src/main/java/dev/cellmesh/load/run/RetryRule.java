package dev.cellmesh.load.run;

import dev.cellmesh.load.client.PreparedRequest;
import dev.cellmesh.load.client.Reception;
import dev.cellmesh.load.client.Reception.Answered;
import dev.cellmesh.load.client.Reception.NotSent;
import dev.cellmesh.load.client.Reception.Why;
import dev.cellmesh.load.record.Outcome;
import dev.cellmesh.load.scenario.Scenario.Retry;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Does the client send it again, and when? A wait is drawn from 0 to {@code backoff * 2^n} ("full jitter": M. Brooker, Exponential
 * Backoff And Jitter, AWS Architecture Blog, 2015), and comes on top of what {@code Retry-After} (RFC 9110, 10.2.3) asks for.
 */
final class RetryRule {
    /** Nobody waits longer for a server that says when to come back. */
    static final Duration RETRY_AFTER_MAX = Duration.ofSeconds(30);

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Retry retry;
    private final InstantSource clock;
    private final RandomGenerator random;

    RetryRule(Retry retry, InstantSource clock, RandomGenerator random) {
        this.retry = retry;
        this.clock = clock;
        this.random = random;
    }

    /**
     * @param sendings so far
     * @return nanoseconds to wait; empty when it is not sent again
     */
    OptionalLong waitNanos(PreparedRequest request, Reception reception, int sendings) {
        if (sendings >= retry.attempts() || !asksForIt(request, reception)) {
            return OptionalLong.empty();
        }
        long asked = retry.honourRetryAfter() ? retryAfterNanos(reception) : 0;
        if (asked > RETRY_AFTER_MAX.toNanos()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(asked + jitterNanos(sendings));
    }

    private static boolean asksForIt(PreparedRequest request, Reception reception) {
        if (reception instanceof NotSent notSent) {
            return notSent.why() == Why.UNREACHABLE;
        }
        Outcome outcome = Outcomes.of(reception);
        return switch (outcome) {
            case LIMITED, SHED -> true;
            // A second effect must not be possible.
            case UNKNOWN -> isSafe(request) || request.headers().contains("Idempotency-Key");
            // Such as 409 while the first sending with this key is still running.
            case REFUSED ->
                Outcomes.status(reception) == 409
                        && reception instanceof Answered answered
                        && answered.headers().contains(HttpHeaders.RETRY_AFTER);
            case SUCCESS, FAILED, NOT_SENT -> false;
        };
    }

    static boolean isSafe(PreparedRequest request) {
        return SAFE.contains(request.method());
    }

    private long jitterNanos(int sendings) {
        double most = Math.min(
                (double) retry.backoffMax().toNanos(),
                (double) retry.backoff().toNanos() * Math.pow(2, Math.min(sendings - 1, 40)));
        return most < 1 ? 0 : (long) (random.nextDouble() * most);
    }

    private long retryAfterNanos(Reception reception) {
        String text =
                reception instanceof Answered answered ? answered.headers().get(HttpHeaders.RETRY_AFTER) : null;
        if (text == null) {
            return 0;
        }
        String stripped = text.strip();
        if (!stripped.isEmpty() && stripped.chars().allMatch(c -> c >= '0' && c <= '9')) {
            // Ten digits are three centuries; more would only overflow.
            long seconds = stripped.length() > 9 ? 999_999_999L : Long.parseLong(stripped);
            return TimeUnit.SECONDS.toNanos(seconds);
        }
        return untilDateNanos(stripped);
    }

    private long untilDateNanos(String text) {
        try {
            Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration left = Duration.between(clock.instant(), until);
            return left.isNegative() ? 0 : left.toNanos();
        } catch (DateTimeParseException | ArithmeticException neither) {
            return 0;
        }
    }
}

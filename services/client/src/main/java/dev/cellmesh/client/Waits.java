package dev.cellmesh.client;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How long before the next try? Not before the mesh asked for it; and else any time up to one that doubles ("full jitter"). */
final class Waits {
    private static final long MILLIS_MIN = 50;
    private static final int DOUBLINGS_MAX = 6;
    private static final double SPREAD = 0.25;

    private Waits() {}

    /**
     * @param tries so far, from 1
     * @param retryAfter of the last answer
     */
    static long millis(int tries, Optional<Duration> retryAfter, RandomGenerator random) {
        long backoff = random.nextLong((MILLIS_MIN << Math.min(tries - 1, DOUBLINGS_MAX)) + 1);
        return retryAfter
                .map(Duration::toMillis)
                .map(asked -> asked + random.nextLong((long) (asked * SPREAD) + 1))
                .orElse(backoff);
    }

    /** {@code Retry-After}: seconds or a date (RFC 9110, 10.2.3). Empty when it is neither, or lies behind. */
    static Optional<Duration> retryAfter(String header, Instant now) {
        String text = header.strip();
        try {
            Duration asked = text.chars().allMatch(Character::isDigit)
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.between(
                            now,
                            ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            return asked.isNegative() ? Optional.empty() : Optional.of(asked);
        } catch (NumberFormatException | DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}

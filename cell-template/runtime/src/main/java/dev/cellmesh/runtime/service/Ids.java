package dev.cellmesh.runtime.service;

import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Which id does a new entity get? UUID version 7: milliseconds first, so that new rows lie side by side, then randomness. */
public final class Ids {
    private static final long TIME_MASK = (1L << 48) - 1;
    private static final long RANDOM_A_MASK = 0xfff;
    private static final long VERSION_7 = 0x7000;
    private static final long RANDOM_B_MASK = (1L << 62) - 1;
    private static final long VARIANT = 1L << 63;

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final InstantSource clock;
    private final RandomGenerator random;

    public Ids(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** Empty when it is not the one form that an id is written in. */
    public static Optional<UUID> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    public UUID next() {
        long most = ((clock.millis() & TIME_MASK) << 16) | VERSION_7 | (random.nextLong() & RANDOM_A_MASK);
        return new UUID(most, (random.nextLong() & RANDOM_B_MASK) | VARIANT);
    }
}

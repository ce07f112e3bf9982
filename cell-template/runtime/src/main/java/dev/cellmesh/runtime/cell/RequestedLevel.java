package dev.cellmesh.runtime.cell;

import dev.cellmesh.model.profile.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which level does a client ask for? */
final class RequestedLevel {
    static final String HEADER = "X-Consistency-Level";

    /** For a person whose level is none of them. */
    static final String FORMS =
            "strong, causal, session, eventual, or bounded; max-staleness=2s, in s or ms and not zero";

    private static final Pattern FORM =
            Pattern.compile("(strong|causal|session|eventual)|bounded *; *max-staleness=([1-9][0-9]{0,7})(ms|s)");

    private RequestedLevel() {}

    /**
     * Empty when it is none of the contract's forms.
     *
     * @param hasToken a client that asks for a session without telling of it may have written a moment ago: only the strong
     *     answer surely keeps what it asks
     */
    static Optional<Level> parse(String header, boolean hasToken) {
        Matcher matcher = FORM.matcher(header.trim());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        if (matcher.group(1) == null) {
            long count = Long.parseLong(matcher.group(2));
            boolean millis = matcher.group(3).equals("ms");
            return Optional.of(Level.bounded(millis ? Duration.ofMillis(count) : Duration.ofSeconds(count)));
        }
        return Optional.of(
                switch (matcher.group(1)) {
                    case "strong" -> Level.STRONG;
                    case "causal" -> Level.CAUSAL;
                    case "session" -> hasToken ? Level.SESSION : Level.STRONG;
                    default -> Level.EVENTUAL;
                });
    }
}

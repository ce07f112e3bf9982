package dev.cellmesh.runtime.cell;

import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.ReadLevel;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which level does a client ask for, and which does it get? */
final class RequestedLevel {
    static final String HEADER = "X-Consistency-Level";

    private static final Pattern FORM =
            Pattern.compile("(strong|session|eventual)|bounded *; *max-staleness=([1-9][0-9]{0,7})(ms|s)");

    private RequestedLevel() {}

    /**
     * Empty when it is not one of the contract's four forms.
     *
     * @param seen what the client's token covers; a session without one has seen nothing that it could miss, so only the
     *     strong answer keeps what it asks
     */
    static Optional<ReadLevel> parse(String header, Optional<Position> seen) {
        Matcher matcher = FORM.matcher(header.trim());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        if (matcher.group(1) == null) {
            long count = Long.parseLong(matcher.group(2));
            boolean millis = matcher.group(3).equals("ms");
            return Optional.of(new ReadLevel.Bounded(millis ? Duration.ofMillis(count) : Duration.ofSeconds(count)));
        }
        return Optional.of(
                switch (matcher.group(1)) {
                    case "strong" -> ReadLevel.STRONG;
                    case "session" ->
                        seen.<ReadLevel>map(ReadLevel.Session::new).orElse(ReadLevel.STRONG);
                    default -> ReadLevel.EVENTUAL;
                });
    }

    /** The stronger of what is asked and what the profile allows at least. */
    static ReadLevel served(Optional<ReadLevel> asked, ReadLevel allowed) {
        return asked.filter(level -> strength(level) > strength(allowed)).orElse(allowed);
    }

    private static int strength(ReadLevel level) {
        return switch (level) {
            case ReadLevel.Strong strong -> 5;
            case ReadLevel.Global global -> 4;
            case ReadLevel.Causal causal -> 3;
            case ReadLevel.Session session -> 2;
            case ReadLevel.Bounded bounded -> 1;
            case ReadLevel.Eventual eventual -> 0;
        };
    }
}

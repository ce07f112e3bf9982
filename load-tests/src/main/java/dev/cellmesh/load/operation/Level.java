package dev.cellmesh.load.operation;

import dev.cellmesh.load.check.Sessions;
import java.util.Optional;

/**
 * Which level does an operation ask for, and what does that promise a session?
 *
 * @param asked as it is sent; empty for what the server's profile promises
 * @param showsOwnWrites whether a read shows what the same user has written
 * @param neverGoesBack whether a read shows at least what the same user has read
 */
record Level(Optional<String> asked, boolean showsOwnWrites, boolean neverGoesBack) {
    /** @param profile what is promised when nothing is asked for */
    static Level of(Settings settings, String otherwise, String profile) {
        String asked = settings.text("level", otherwise);
        String served = asked.isEmpty() ? profile : asked;
        String word = served.contains(";") ? served.substring(0, served.indexOf(';')) : served;
        boolean goesForward = switch (word.strip()) {
            case "strong", "causal" -> true;
            case "session", "bounded", "eventual" -> false;
            default ->
                throw new IllegalArgumentException(settings.where()
                        + ": level is strong, causal, session, bounded; max-staleness=… or eventual, not "
                        + asked);
        };
        return new Level(
                asked.isEmpty() ? Optional.empty() : Optional.of(asked),
                goesForward || word.strip().equals("session"),
                goesForward);
    }

    /** @param isKnown whether the user's next requests carry what was seen */
    Sessions.Promise promise(boolean isKnown) {
        return new Sessions.Promise(showsOwnWrites, neverGoesBack, isKnown);
    }
}

package dev.cellmesh.client;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What became of a call? Exactly one of four, and none is an exception. */
public sealed interface Outcome {
    /**
     * The mesh did what was asked, or had the answer of an earlier try with the same key.
     *
     * @param status 2xx, or 304 when the caller has the newest already
     * @param headers by their lower-case names
     * @param body JSON; empty when there is none
     */
    record Answered(int status, Map<String, List<String>> headers, String body) implements Outcome {
        public Optional<String> header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                    .findFirst();
        }

        /** For {@link Call#ifMatch}. */
        public Optional<String> etag() {
            return header("etag");
        }

        /** What was served, such as {@code strong} or {@code bounded; max-staleness=60000ms; staleness=12ms}. */
        public Optional<String> consistencyLevel() {
            return header("x-consistency-level");
        }
    }

    /** The mesh said no, and nothing happened. To ask again with the same content would be answered likewise, or the time was up. */
    record Refused(Problem problem) implements Outcome {}

    /**
     * It may or may not have happened: the time was up before anybody knew. Ask again with the same {@link Call}, whose key makes sure
     * that it happens once.
     */
    record Unknown(String why) implements Outcome {}

    /** No edge could be asked, and nothing happened. */
    record Unsent(String why) implements Outcome {}
}

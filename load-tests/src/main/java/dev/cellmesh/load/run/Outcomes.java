package dev.cellmesh.load.run;

import dev.cellmesh.load.client.Reception;
import dev.cellmesh.load.client.Reception.Answered;
import dev.cellmesh.load.client.Reception.CutOff;
import dev.cellmesh.load.client.Reception.NotSent;
import dev.cellmesh.load.client.Reception.TimedOut;
import dev.cellmesh.load.record.Outcome;

/** What kind of end is it, when a sending ends so? */
final class Outcomes {
    private static final String STALENESS = "staleness=";

    private Outcomes() {}

    static Outcome of(Reception reception) {
        return switch (reception) {
            case Answered answered -> ofStatus(answered.status());
            case TimedOut timedOut -> Outcome.UNKNOWN;
            case CutOff cutOff -> Outcome.UNKNOWN;
            case NotSent notSent -> Outcome.NOT_SENT;
        };
    }

    /**
     * Of all sendings of one request together: an unknown one before leaves the effect unknown unless the last one settles it, as
     * a success or a refusal under the same key does.
     */
    static Outcome of(Reception last, boolean anyUnknown) {
        Outcome outcome = of(last);
        return switch (outcome) {
            case SUCCESS, REFUSED, UNKNOWN -> outcome;
            case LIMITED, SHED, FAILED, NOT_SENT -> anyUnknown ? Outcome.UNKNOWN : outcome;
        };
    }

    /** 1xx and 3xx count as failed: the client expects neither. */
    static Outcome ofStatus(int status) {
        if (status >= 200 && status < 300) {
            return Outcome.SUCCESS;
        }
        return switch (status) {
            case 429 -> Outcome.LIMITED;
            case 503 -> Outcome.SHED;
            case 504 -> Outcome.UNKNOWN;
            default -> status >= 400 && status < 500 ? Outcome.REFUSED : Outcome.FAILED;
        };
    }

    static int status(Reception reception) {
        return reception instanceof Answered answered ? answered.status() : 0;
    }

    /** What {@code X-Consistency-Level: bounded; max-staleness=2000ms; staleness=40ms} says last; -1 when it does not. */
    static long stalenessMillis(Reception reception) {
        if (!(reception instanceof Answered answered)) {
            return -1;
        }
        String level = answered.headers().get("X-Consistency-Level");
        if (level == null) {
            return -1;
        }
        for (int at = level.indexOf(STALENESS); at >= 0; at = level.indexOf(STALENESS, at + 1)) {
            if (at == 0 || level.charAt(at - 1) != '-') {
                return millis(level, at + STALENESS.length());
            }
        }
        return -1;
    }

    private static long millis(String text, int from) {
        long value = 0;
        int at = from;
        while (at < text.length() && at - from < 15 && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            value = value * 10 + text.charAt(at++) - '0';
        }
        return at > from && text.startsWith("ms", at) ? value : -1;
    }
}

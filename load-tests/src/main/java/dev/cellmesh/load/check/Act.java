package dev.cellmesh.load.check;

import java.util.Locale;

/**
 * An operation with its end: the two lines of a history in one.
 *
 * @param process a user who does one thing at a time; another number after an unknown end
 * @param key what it is done to
 * @param expected what {@link Function#CAS} expects; otherwise {@link History#NOTHING}
 * @param value written, or read; {@link History#NOTHING} for what was not there
 * @param end {@link Event.Type#OK}, {@link Event.Type#FAIL} or {@link Event.Type#INFO}
 * @param invokedNanos from the run's start
 * @param endedNanos from the run's start; of an unknown end, when the client gave up
 * @param number of its idempotency key in this run; -1 for what has none
 */
public record Act(
        long process,
        Function function,
        String key,
        long expected,
        long value,
        Event.Type end,
        long invokedNanos,
        long endedNanos,
        long number) {

    /** For a person. */
    public String describe() {
        String what = switch (function) {
            case READ -> value == History.NOTHING ? "read nothing" : "read " + value;
            case WRITE -> "write " + value;
            case CAS -> "cas " + shown(expected) + "->" + value;
            case TRANSFER -> "transfer " + value;
            case ADD -> "add " + value;
        };
        String until = end == Event.Type.INFO ? "?" : seconds(endedNanos);
        return what + " by " + process + " [" + seconds(invokedNanos) + ", " + until + "]";
    }

    private static String shown(long value) {
        return value == History.NOTHING ? "nothing" : Long.toString(value);
    }

    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.6f s", nanos / 1e9);
    }
}

package dev.cellmesh.load.operation;

import dev.cellmesh.load.check.Event;
import dev.cellmesh.load.client.Reception;
import io.vertx.core.json.JsonObject;

/**
 * What does a client know of a write's effect when no retry follows? Only what the contract says: 504, another server error and no
 * answer leave it open, and whatever did not decide leaves open what an earlier sending left open.
 */
final class Known {
    private static final int MISDIRECTED = 421;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;
    private static final int UNAVAILABLE = 503;

    private Known() {}

    /** @param anyUnknown whether an earlier sending of the same request ended without a known outcome */
    static Event.Type of(Reception last, boolean anyUnknown) {
        return switch (last) {
            case Reception.Answered answered -> of(answered, anyUnknown);
            case Reception.TimedOut timedOut -> Event.Type.INFO;
            case Reception.CutOff cutOff -> Event.Type.INFO;
            case Reception.NotSent notSent -> anyUnknown ? Event.Type.INFO : Event.Type.FAIL;
        };
    }

    /** Of a read, which has no effect: seen, or not. */
    static Event.Type ofRead(Reception last) {
        return last instanceof Reception.Answered answered && answered.status() == 200
                ? Event.Type.OK
                : Event.Type.FAIL;
    }

    private static Event.Type of(Reception.Answered answered, boolean anyUnknown) {
        int status = answered.status();
        if (status >= 200 && status < 300) {
            return Event.Type.OK;
        }
        if (status >= SERVER_ERROR && status != UNAVAILABLE) {
            return Event.Type.INFO;
        }
        if (problem(answered).equals("idempotency-in-progress")) {
            return Event.Type.INFO;
        }
        return isDecided(answered) || !anyUnknown ? Event.Type.FAIL : Event.Type.INFO;
    }

    /**
     * Whether sending it once more, with the same key, would say the same again: everything but the pleas to come back, and
     * what is said before the key is looked at.
     */
    static boolean isDecided(Reception.Answered answered) {
        return switch (answered.status()) {
            case 400, 401, 403, MISDIRECTED, TOO_MANY -> false;
            case 404 -> !problem(answered).equals("unknown-tenant");
            case CONFLICT -> !problem(answered).equals("idempotency-in-progress");
            default -> answered.status() < SERVER_ERROR;
        };
    }

    /** Whether the answer asks to come back, which is no answer yet. */
    static boolean asksAgain(Reception.Answered answered) {
        return switch (answered.status()) {
            case MISDIRECTED, TOO_MANY -> true;
            default ->
                answered.status() >= SERVER_ERROR
                        || problem(answered).equals("unknown-tenant")
                        || problem(answered).equals("idempotency-in-progress");
        };
    }

    /** The name of a problem document's type; empty when it is none. */
    static String problem(Reception.Answered answered) {
        if (answered.status() < 400) {
            return "";
        }
        try {
            String type = new JsonObject(answered.body()).getString("type", "");
            return type.substring(type.lastIndexOf('/') + 1);
        } catch (RuntimeException e) {
            return "";
        }
    }
}

package dev.cellmesh.testkit.wire;

import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * Which statements, and which times of them?
 *
 * @param text of the statement as the client sent it, also when it was prepared long before
 * @param occurrence of the chosen statements, from 1 on, over all connections
 */
public record WireChoice(Predicate<String> text, Stage stage, LongPredicate occurrence) {
    /** When is a statement met? */
    public enum Stage {
        /** Not a statement yet: a client wants a connection. */
        OPENED,
        /** When it is only parsed, to be executed later. */
        PREPARED,
        EXECUTED
    }

    /** Each execution of a statement. */
    public static WireChoice executed(Predicate<String> text) {
        return new WireChoice(text, Stage.EXECUTED, occurrence -> true);
    }

    /** Each preparation of a statement. */
    public static WireChoice prepared(Predicate<String> text) {
        return new WireChoice(text, Stage.PREPARED, occurrence -> true);
    }

    /** Each new connection of a client that gives itself such a name ({@code application_name}). */
    public static WireChoice opened(Predicate<String> application) {
        return new WireChoice(application, Stage.OPENED, occurrence -> true);
    }

    public WireChoice first(long times) {
        return new WireChoice(text, stage, occurrence -> occurrence <= times);
    }

    public WireChoice every(long times) {
        return new WireChoice(text, stage, occurrence -> occurrence % times == 0);
    }

    boolean meets(PgRequest request) {
        return stage == request.stage() && request.texts().stream().anyMatch(text);
    }
}

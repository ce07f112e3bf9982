package dev.cellmesh.testkit.wire;

/** What goes wrong with a statement, or with a connection that is being opened, on its way? */
public sealed interface WireFault {
    /** On which side of the statement's effect? */
    enum Point {
        /** The server never hears of the statement. */
        BEFORE,
        /** The server does the statement to its end, commit included. */
        AFTER
    }

    /** How does an answer get lost? */
    enum Loss {
        /** The connection is cut. */
        CUT,
        /** Nothing is heard from the connection any more. */
        SILENCE
    }

    /** Nothing: the statement is only counted. */
    record Counted() implements WireFault {}

    /** The server does the statement to its end, and the answer never arrives. */
    record LostAnswer(Loss loss) implements WireFault {}

    /** The connection is cut, and the statement and what is behind it never arrive. Answers to what was before do. */
    record LostRequest() implements WireFault {}

    /** An error is answered: instead of the statement, or instead of its own answer. A fatal one ends the connection. */
    record Refusal(WireError error, Point point) implements WireFault {}

    /** The statement, or its answer, and all that is behind it stays on its way until {@link WireTrap#release()}. */
    record Stall(Point point) implements WireFault {}

    /** A warning stands before the success. */
    record Warning(WireError warning) implements WireFault {}

    /** As PostgreSQL says when a wait for the quorum was cancelled: the success behind it is only local. */
    Warning QUORUM_NOT_AWAITED =
            new Warning(WireError.warning("01000", "canceling wait for synchronous replication due to user request"));

    /** Only counts. */
    WireFault NOTHING = new Counted();
}

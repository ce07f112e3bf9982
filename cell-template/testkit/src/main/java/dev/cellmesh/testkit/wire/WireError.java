package dev.cellmesh.testkit.wire;

/**
 * What does a server say went wrong?
 *
 * @param severity ERROR ends the statement, FATAL the session; WARNING ends nothing
 */
public record WireError(String severity, String sqlState, String message) {
    private static final String FATAL = "FATAL";

    public static WireError error(String sqlState) {
        return new WireError("ERROR", sqlState, "made on the wire");
    }

    /** The last words of a session. */
    public static WireError fatal(String sqlState) {
        return new WireError(FATAL, sqlState, "made on the wire");
    }

    public static WireError warning(String sqlState, String message) {
        return new WireError("WARNING", sqlState, message);
    }

    boolean endsTheSession() {
        return severity.equals(FATAL);
    }
}

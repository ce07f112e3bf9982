package dev.cellmesh.load.agent;

/** An agent cannot be reached, refused, or failed; the message names it, and is for a person. */
public final class AgentException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public AgentException(String message) {
        super(message);
    }

    public AgentException(String message, Throwable cause) {
        super(message, cause);
    }
}

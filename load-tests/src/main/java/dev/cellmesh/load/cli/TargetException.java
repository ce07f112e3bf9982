package dev.cellmesh.load.cli;

/** The target cannot be reached, prepared, or broken as the scenario asks; the message is for the person to read. */
public final class TargetException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TargetException(String message) {
        super(message);
    }

    public TargetException(String message, Throwable cause) {
        super(message, cause);
    }
}

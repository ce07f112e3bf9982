package dev.cellmesh.load.run;

/** The target cannot be reached or prepared, so nothing was measured; the message is for a person. Exit code {@link ExitCode#TARGET}. */
public final class TargetException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TargetException(String message, Throwable cause) {
        super(message, cause);
    }
}

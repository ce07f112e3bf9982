package dev.cellmesh.load.run;

/** What does the command's exit code say? Kept as k6 has it, where it has one. */
public final class ExitCode {
    public static final int PASS = 0;
    /** The harness itself went wrong. */
    public static final int ERROR = 1;
    /** Wrong options, or a scenario that cannot be read. */
    public static final int USAGE = 2;
    /** The target cannot be reached, prepared, or broken and healed as the scenario says. */
    public static final int TARGET = 3;

    public static final int CORRECTNESS_VIOLATED = 98;
    public static final int SLO_BREACHED = 99;

    private ExitCode() {}
}

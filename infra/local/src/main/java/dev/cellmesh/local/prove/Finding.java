package dev.cellmesh.local.prove;

/**
 * What was to hold, and what was seen?
 *
 * @param goal as the README says it
 * @param seen with its unit
 */
public record Finding(String name, String goal, String seen, boolean holds) {
    /** The head of a table of lines. */
    public static final String HEAD = String.format("  %-66s %-20s %-30s", "CHECK", "GOAL", "SEEN");

    /** As it is printed below {@link #HEAD}. */
    public String line() {
        return String.format("  %-66s %-20s %-30s %s", name, goal, seen, holds ? "ok" : "BROKEN");
    }
}

package dev.cellmesh.local.prove.consistency;

/**
 * What was to hold, and what was seen?
 *
 * @param goal as the README says it
 * @param seen with its unit
 */
public record Finding(String name, String goal, String seen, boolean holds) {
    String line() {
        return String.format("  %-66s %-20s %-30s %s", name, goal, seen, holds ? "ok" : "BROKEN");
    }
}

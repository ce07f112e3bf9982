package dev.cellmesh.local.figures;

/**
 * What was to be reached, and what was seen?
 *
 * @param goal as the README says it
 * @param seen with its unit
 */
record Figure(String name, String goal, String seen, boolean isReached) {
    String line() {
        return String.format("  %-58s %-26s %-22s %s", name, goal, seen, isReached ? "ok" : "MISSED");
    }
}

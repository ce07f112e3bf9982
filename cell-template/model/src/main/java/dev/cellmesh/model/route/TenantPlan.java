package dev.cellmesh.model.route;

/**
 * How much may a tenant ask for? Counted in each region by itself.
 *
 * @param name as operators call it: lower case letters, digits and dashes
 * @param requestsPerSecond lasting, 1 to {@value #REQUESTS_MAX}
 * @param burst that may come at once after a pause, 1 to {@value #REQUESTS_MAX}
 */
public record TenantPlan(String name, int requestsPerSecond, int burst) {
    public static final int REQUESTS_MAX = 10_000_000;

    /** Of a tenant that nobody gave another one. */
    public static final TenantPlan STANDARD = new TenantPlan("standard", 2_000, 4_000);

    /** More than any mesh can serve: for measuring what a mesh can. */
    public static final TenantPlan UNLIMITED = new TenantPlan("unlimited", REQUESTS_MAX, REQUESTS_MAX);

    private static final String NAME_PATTERN = "[a-z][a-z0-9-]{0,31}";

    public TenantPlan {
        if (!name.matches(NAME_PATTERN)) {
            throw new IllegalArgumentException("not the name of a plan: " + name);
        }
        if (requestsPerSecond < 1 || requestsPerSecond > REQUESTS_MAX || burst < 1 || burst > REQUESTS_MAX) {
            throw new IllegalArgumentException("a plan allows 1 to " + REQUESTS_MAX + " requests");
        }
    }
}

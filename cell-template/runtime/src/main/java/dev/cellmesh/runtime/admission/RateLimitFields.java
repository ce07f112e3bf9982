package dev.cellmesh.runtime.admission;

import dev.cellmesh.model.admission.TenantShare;
import dev.cellmesh.model.route.TenantPlan;

/**
 * How is a tenant's quota told? As {@code RateLimit-Policy} and {@code RateLimit} of draft-ietf-httpapi-ratelimit-headers-10. That
 * draft has changed its words before and will again: nothing else may know them.
 *
 * <p>Both are lists of one string (RFC 9651) with parameters. The policy, named as the tenant's plan, says how many requests ({@code q})
 * there are for a window ({@code w}, seconds): a burst, and the time in which a used-up one comes back. The limit says how many are left
 * ({@code r}), and in how many seconds it is all of them again ({@code t}), or of a refused request, when it may come back. All are
 * of the cell that answers.
 */
final class RateLimitFields {
    static final String POLICY = "RateLimit-Policy";
    static final String LIMIT = "RateLimit";

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** A plan's name has no character that a quoted string would have to escape. */
    private final String name;

    private final String policy;

    RateLimitFields(TenantPlan plan, TenantShare share) {
        this.name = '"' + plan.name() + '"';
        this.policy = name + ";q=" + share.burst() + ";w=" + Math.ceilDiv(share.burst(), share.requestsPerSecond());
    }

    String policy() {
        return policy;
    }

    String limit(long remaining, long seconds) {
        return name + ";r=" + remaining + ";t=" + seconds;
    }

    /** Rounded up: who comes back after it is not too early. */
    static long seconds(long nanos) {
        return Math.ceilDiv(nanos, NANOS_PER_SECOND);
    }
}

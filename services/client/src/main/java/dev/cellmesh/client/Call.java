package dev.cellmesh.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What is a tenant's service asked for? A value: a write keeps its key, so that the same call may be sent again and happens once.
 *
 * @param path behind the tenant, beginning with a slash, such as {@code /accounts}
 * @param body JSON; empty for none
 * @param key of a write: 1 to 255 visible ASCII characters
 * @param headers of the contract, such as {@code If-Match}
 * @param deadline for all tries together; empty for the client's own
 */
public record Call(
        String tenant,
        String method,
        String path,
        String body,
        Optional<String> key,
        Map<String, String> headers,
        Optional<Duration> deadline) {
    private static final Set<String> SAFE = Set.of("GET", "HEAD");
    private static final String NO_BODY = "";

    public Call {
        if (!path.startsWith("/") || path.startsWith("//")) {
            throw new IllegalArgumentException("a path begins with one slash: " + path);
        }
        if (tenant.isEmpty()) {
            throw new IllegalArgumentException("a call needs a tenant");
        }
        deadline.ifPresent(time -> {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("a deadline lies ahead, not " + time);
            }
        });
        headers = Map.copyOf(headers);
    }

    public static Call get(String tenant, String path) {
        return new Call(tenant, "GET", path, NO_BODY, Optional.empty(), Map.of(), Optional.empty());
    }

    public static Call post(String tenant, String path, String json) {
        return write(tenant, "POST", path, json);
    }

    public static Call put(String tenant, String path, String json) {
        return write(tenant, "PUT", path, json);
    }

    public static Call patch(String tenant, String path, String json) {
        return write(tenant, "PATCH", path, json);
    }

    public static Call delete(String tenant, String path) {
        return write(tenant, "DELETE", path, "");
    }

    private static Call write(String tenant, String method, String path, String json) {
        return new Call(
                tenant, method, path, json, Optional.of(UUID.randomUUID().toString()), Map.of(), Optional.empty());
    }

    /** With a key of the caller's own, which lets another process go on with the same write. */
    public Call keyed(String chosen) {
        return new Call(tenant, method, path, body, Optional.of(chosen), headers, deadline);
    }

    /** @param etag as {@link Outcome.Answered#etag} gave it */
    public Call ifMatch(String etag) {
        return with("If-Match", etag);
    }

    /** @param etag likewise; 304 when nothing is newer */
    public Call ifNoneMatch(String etag) {
        return with("If-None-Match", etag);
    }

    /** @param level such as {@code strong} or {@code bounded; max-staleness=2s} */
    public Call level(String level) {
        return with("X-Consistency-Level", level);
    }

    public Call within(Duration time) {
        return new Call(tenant, method, path, body, key, headers, Optional.of(time));
    }

    private Call with(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new Call(tenant, method, path, body, key, more, deadline);
    }

    /** Whether it has no effect (RFC 9110, 9.2.1). */
    boolean isSafe() {
        return SAFE.contains(method);
    }

    /** Whether it may be sent again although a cell may have acted on it. */
    boolean isRepeatable() {
        return isSafe() || key.isPresent();
    }

    String target() {
        return "/v1/tenants/" + URLEncoder.encode(tenant, StandardCharsets.UTF_8) + path;
    }
}

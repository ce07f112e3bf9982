package dev.cellmesh.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Set;

/**
 * Why did the mesh refuse? A problem document (RFC 9457).
 *
 * @param name the last part of its type, such as {@code insufficient-funds}; {@code unreadable} when there was no document
 * @param document as it came; an empty object when it could not be read
 */
public record Problem(int status, String name, String detail, JsonNode document) {
    static final String UNREADABLE = "unreadable";
    static final String IN_PROGRESS = "idempotency-in-progress";

    private static final String TYPES = "https://cellmesh.dev/problems/";
    /** Of refusals by the domain. */
    private static final Set<Integer> KEPT_STATUSES = Set.of(404, 409, 412, 422);
    /** Of those statuses, but said before the domain is asked. */
    private static final Set<String> NOT_KEPT = Set.of("unknown-path", "unknown-tenant", IN_PROGRESS);

    private static final JsonMapper MAPPER = new JsonMapper();

    static Problem of(int status, String body) {
        JsonNode read = parse(body);
        String type = read.path("type").asText("");
        String name = type.substring(type.lastIndexOf('/') + 1);
        return new Problem(
                status, name.isEmpty() ? UNREADABLE : name, read.path("detail").asText(""), read);
    }

    /**
     * Whether the mesh keeps it under the call's key, so that it holds for earlier tries with that key, too. All other refusals
     * speak of one try alone: another may have happened, or may still.
     */
    boolean isKeptUnderKey() {
        return KEPT_STATUSES.contains(status)
                && document.path("type").asText("").startsWith(TYPES)
                && !NOT_KEPT.contains(name);
    }

    /** Whether that header could not be read, and not something else of the request. */
    boolean isOfHeader(String header) {
        return status == 400 && document.path("header").asText("").equalsIgnoreCase(header);
    }

    private static JsonNode parse(String body) {
        try {
            JsonNode node = MAPPER.readTree(body);
            return node.isObject() ? node : MAPPER.createObjectNode();
        } catch (JsonProcessingException notJson) {
            return MAPPER.createObjectNode();
        }
    }
}

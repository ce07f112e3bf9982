package dev.cellmesh.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * Why did the mesh refuse? A problem document (RFC 9457).
 *
 * @param name the last part of its type, such as {@code insufficient-funds}; {@code unreadable} when there was no document
 * @param document as it came; an empty object when it could not be read
 */
public record Problem(int status, String name, String detail, JsonNode document) {
    static final String UNREADABLE = "unreadable";
    static final String UNKNOWN_TENANT = "unknown-tenant";
    static final String IN_PROGRESS = "idempotency-in-progress";

    private static final JsonMapper MAPPER = new JsonMapper();

    static Problem of(int status, String body) {
        JsonNode read = parse(body);
        String type = read.path("type").asText("");
        String name = type.substring(type.lastIndexOf('/') + 1);
        return new Problem(
                status, name.isEmpty() ? UNREADABLE : name, read.path("detail").asText(""), read);
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

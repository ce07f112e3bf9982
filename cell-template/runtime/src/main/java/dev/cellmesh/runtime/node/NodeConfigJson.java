package dev.cellmesh.runtime.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** How is a node's configuration written down? Unknown and missing members are errors: a typo must not become a default. */
public final class NodeConfigJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private NodeConfigJson() {}

    public static String write(NodeConfig config) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(config);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a configuration cannot be written", e);
        }
    }

    /** @throws IllegalArgumentException when it is not a whole configuration */
    public static NodeConfig read(String json) {
        try {
            return MAPPER.readValue(json, NodeConfig.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a node configuration: " + e.getOriginalMessage(), e);
        }
    }
}

package dev.cellmesh.local.mesh;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/**
 * How is the mesh? What {@code status --json} prints; names and units are a promise to scripts.
 *
 * @param ready whether every part is
 * @param residentBytes of all the mesh's processes together; memory that several share is counted once
 */
public record MeshStatus(
        boolean ready,
        int portBase,
        boolean wan,
        boolean processes,
        long uptimeSeconds,
        long residentBytes,
        String data,
        NodeStatus controlPlane,
        List<NodeStatus> edges,
        List<NodeStatus> cells,
        List<RingStatus> rings) {

    /**
     * How is a node?
     *
     * @param pid 0 when it does not run
     * @param crashes how often it ended by itself
     * @param restartInMillis until it is started again after a crash; -1 when it is not waiting for that
     */
    public record NodeStatus(
            String id,
            String region,
            String url,
            String opsUrl,
            boolean running,
            boolean ready,
            long pid,
            int crashes,
            long restartInMillis) {}

    /** @param members the primary first */
    public record RingStatus(String ring, List<MemberStatus> members) {}

    /**
     * How a server of a ring is.
     *
     * @param role {@code primary} or {@code replica}
     * @param up whether it answers
     * @param connected whether it gets the primary's log; a replica that does not may still answer, from the past
     * @param lagBytes behind the primary's log; -1 when unknown
     * @param lagMillis age of what it shows; -1 when unknown
     */
    public record MemberStatus(
            String region, String role, boolean up, boolean connected, long lagBytes, long lagMillis) {}

    private static final ObjectMapper MAPPER = new ObjectMapper();

    public String toJson() {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a status cannot be written", e);
        }
    }

    /** @throws IllegalArgumentException when it is not a status */
    public static MeshStatus fromJson(String json) {
        try {
            return MAPPER.readValue(json, MeshStatus.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a mesh's status: " + e.getOriginalMessage(), e);
        }
    }
}

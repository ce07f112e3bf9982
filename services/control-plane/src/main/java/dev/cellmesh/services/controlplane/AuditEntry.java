package dev.cellmesh.services.controlplane;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/**
 * Who changed what, and when? One entry for each route epoch, each holding the hash of the one before: a row that was
 * changed or taken out shows.
 *
 * @param epoch the route epoch that the change made
 * @param at in whole milliseconds
 * @param actor the subject of the token, or the name of the node
 * @param action such as {@code tenant.create}
 * @param before the entity before the change as JSON text; {@code null} when there was none
 */
record AuditEntry(
        long epoch,
        Instant at,
        String actor,
        String action,
        String subject,
        String before,
        String after,
        Hash previousHash,
        Hash hash) {

    /** What the first entry follows. */
    static final Hash GENESIS = Hash.ofAll();

    static final String NOTHING = "null";

    static AuditEntry following(
            MeshState state, Instant at, String actor, String action, String subject, String before, String after) {
        long epoch = state.epoch() + 1;
        Hash previous = state.auditHash();
        return new AuditEntry(
                epoch,
                at,
                actor,
                action,
                subject,
                before,
                after,
                previous,
                hash(epoch, at, actor, action, subject, before, after, previous));
    }

    private static Hash hash(
            long epoch,
            Instant at,
            String actor,
            String action,
            String subject,
            String before,
            String after,
            Hash previous) {
        return Hash.ofAll(Long.toString(epoch), at.toString(), actor, action, subject, before, after, previous.hex());
    }

    /** Does the hash fit what the entry says? */
    boolean isIntact() {
        return hash.equals(hash(epoch, at, actor, action, subject, before, after, previousHash));
    }

    /** Are these, oldest first, intact, without a gap, and each the successor of the one before? */
    static boolean isChain(List<AuditEntry> oldestFirst) {
        for (int i = 0; i < oldestFirst.size(); i++) {
            AuditEntry entry = oldestFirst.get(i);
            boolean follows = i == 0 || entry.follows(oldestFirst.get(i - 1));
            if (!follows || !entry.isIntact()) {
                return false;
            }
        }
        return true;
    }

    private boolean follows(AuditEntry other) {
        return epoch == other.epoch + 1 && previousHash.equals(other.hash);
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("epoch", epoch)
                .put("at", at.toString())
                .put("actor", actor)
                .put("action", action)
                .put("subject", subject)
                .put("before", before.equals(NOTHING) ? null : new JsonObject(before))
                .put("after", new JsonObject(after))
                .put("previousHash", previousHash.hex())
                .put("hash", hash.hex());
    }
}

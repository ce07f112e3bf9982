package dev.cellmesh.local.postgres;

import dev.cellmesh.model.consistency.RingId;
import java.util.List;

/** How is the replication of one ring? Its members in the mesh's order of regions. */
public record RingHealth(RingId ring, List<MemberHealth> members) {
    public RingHealth {
        members = List.copyOf(members);
    }

    /** Every member answers, and every standby receives. */
    public boolean complete() {
        return members.stream().allMatch(member -> member.reachable() && member.connected());
    }
}

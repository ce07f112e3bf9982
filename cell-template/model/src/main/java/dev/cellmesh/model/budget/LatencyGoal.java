package dev.cellmesh.model.budget;

import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.profile.Level;
import dev.cellmesh.model.profile.Residence;

/**
 * How long may an answer take before it counts as bad? By what the operation promises, for a promise has its distance: the
 * farthest regions are 220 ms apart. Measured at the edge, from the head of the request to the end of the answer.
 */
public enum LatencyGoal {
    /** Answered in the edge's own region. */
    NEAR_READ(200),
    /** Near as a rule, and by one round trip of the WAN when the replica has not come as far as the token. */
    TOKEN_READ(500),
    /** A round trip to the home region. */
    STRONG_READ(500),
    /** One row of the region's own, or of the home region, on one server's disk. */
    LOCAL_WRITE(500),
    /** To the home region, and from there to the nearest other one. */
    QUORUM_WRITE(1_000),
    /** To the writer of the mesh's own rows, and from there to every region. */
    GLOBAL_WRITE(1_500),
    /** Of an operation whose profile is not known: the largest of all. */
    UNDECLARED(1_500);

    private final int millis;

    LatencyGoal(int millis) {
        this.millis = millis;
    }

    public int millis() {
        return millis;
    }

    /** @param levelName what a read gives that asks for nothing, as {@link Level#wireName()} has it */
    public static LatencyGoal ofRead(String levelName) {
        if (levelName.equals(Level.STRONG.wireName())) {
            return STRONG_READ;
        }
        boolean byToken = levelName.equals(Level.CAUSAL.wireName()) || levelName.equals(Level.SESSION.wireName());
        return byToken ? TOKEN_READ : NEAR_READ;
    }

    public static LatencyGoal ofWrite(Residence residence, Durability durability) {
        return switch (residence) {
            case GLOBAL -> GLOBAL_WRITE;
            case HOME, EVERY_REGION -> durability == Durability.QUORUM ? QUORUM_WRITE : LOCAL_WRITE;
        };
    }

    /** Of a request that asks for more than its operation promises to everybody. */
    public LatencyGoal atLeast(LatencyGoal other) {
        return other.millis > millis ? other : this;
    }
}

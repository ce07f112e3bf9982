package dev.cellmesh.model.consistency;

import dev.cellmesh.model.merge.HybridTimestamp;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What has a client seen of its tenant's rows? One position for each ring that it has read or written; what a token is made of.
 *
 * @param positions each under the ring that it belongs to
 * @param clock the time of the latest of its writes to what every region may write: its next one must be later, wherever it is;
 *     zero when it has none
 */
public record Seen(Map<RingId, Position> positions, HybridTimestamp clock) {
    public static final Seen NOTHING = new Seen(Map.of());

    public Seen(Map<RingId, Position> positions) {
        this(positions, HybridTimestamp.ZERO);
    }

    public Seen {
        positions = Map.copyOf(positions);
        positions.forEach((ring, position) -> {
            if (!position.ring().equals(ring)) {
                throw new IllegalArgumentException("a position of " + position.ring() + " under " + ring);
            }
        });
    }

    public static Seen of(Position position) {
        return new Seen(Map.of(position.ring(), position));
    }

    /** Empty when the client has seen nothing of the ring. */
    public Optional<Position> of(RingId ring) {
        return Optional.ofNullable(positions.get(ring));
    }

    /** What has been seen by who has seen both. Commutative, associative and idempotent. */
    public Seen merge(Seen other) {
        Map<RingId, Position> both = new HashMap<>(positions);
        other.positions.forEach((ring, position) -> both.merge(ring, position, Position::merge));
        return new Seen(both, later(clock, other.clock));
    }

    /** By who has written at that time as well. */
    public Seen at(HybridTimestamp written) {
        return new Seen(positions, later(clock, written));
    }

    public boolean isEmpty() {
        return positions.isEmpty() && clock.equals(HybridTimestamp.ZERO);
    }

    private static HybridTimestamp later(HybridTimestamp one, HybridTimestamp other) {
        return one.isAfter(other) ? one : other;
    }

    public Seen and(Position position) {
        return merge(of(position));
    }
}

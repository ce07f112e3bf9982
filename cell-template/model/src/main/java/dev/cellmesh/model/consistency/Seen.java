package dev.cellmesh.model.consistency;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What has a client seen of its tenant's rows? One position for each ring that it has read or written; what a token is made of.
 *
 * @param positions each under the ring that it belongs to
 */
public record Seen(Map<RingId, Position> positions) {
    public static final Seen NOTHING = new Seen(Map.of());

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
        return new Seen(both);
    }

    public Seen and(Position position) {
        return merge(of(position));
    }
}

package dev.cellmesh.model.consistency;

import dev.cellmesh.model.merge.HybridTimestamp;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What has a client seen of its tenant's rows? One position for each ring that it has read or written, and the latest time of
 * what can be written in any region; what a token is made of.
 *
 * @param positions each under the ring that it belongs to
 * @param clock writes of the client, in whatever region, come after it; empty when it has seen nothing that has such a time
 */
public record Seen(Map<RingId, Position> positions, Optional<HybridTimestamp> clock) {
    public static final Seen NOTHING = new Seen(Map.of(), Optional.empty());

    public Seen {
        positions = Map.copyOf(positions);
        positions.forEach((ring, position) -> {
            if (!position.ring().equals(ring)) {
                throw new IllegalArgumentException("a position of " + position.ring() + " under " + ring);
            }
        });
    }

    public static Seen of(Position position) {
        return new Seen(Map.of(position.ring(), position), Optional.empty());
    }

    public static Seen of(HybridTimestamp clock) {
        return new Seen(Map.of(), Optional.of(clock));
    }

    /** Empty when the client has seen nothing of the ring. */
    public Optional<Position> of(RingId ring) {
        return Optional.ofNullable(positions.get(ring));
    }

    /** What has been seen by who has seen both. Commutative, associative and idempotent. */
    public Seen merge(Seen other) {
        Map<RingId, Position> both = new HashMap<>(positions);
        other.positions.forEach((ring, position) -> both.merge(ring, position, Position::merge));
        return new Seen(
                both, Stream.concat(clock.stream(), other.clock.stream()).max(HybridTimestamp::compareTo));
    }

    public Seen and(Position position) {
        return merge(of(position));
    }

    public Seen and(HybridTimestamp time) {
        return merge(of(time));
    }
}

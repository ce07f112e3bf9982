package dev.cellmesh.runtime.cell;

import dev.cellmesh.model.consistency.Seen;
import dev.cellmesh.model.consistency.Served;
import dev.cellmesh.model.merge.HybridTimestamp;
import dev.cellmesh.runtime.idempotency.Fingerprint;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of a write's answer?
 *
 * @param clock the time that the write was given, for entities whose later write wins
 */
record StoredAnswer(
        Fingerprint fingerprint, int status, Buffer body, List<Served> served, Optional<HybridTimestamp> clock) {

    StoredAnswer servedAs(Served other) {
        return new StoredAnswer(fingerprint, status, body, List.of(other), clock);
    }

    Seen withClock(Seen seen) {
        return clock.map(seen::at).orElse(seen);
    }
}

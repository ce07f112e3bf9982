package dev.cellmesh.local.mesh;

import dev.cellmesh.model.consistency.RingId;
import java.util.List;

/** Which guarantee does a mesh not keep, on purpose, so that a proof can show that it would notice? */
public enum Sabotage {
    NONE,
    /** Every request gets a key of its own. */
    IDEMPOTENCY,
    /** Heartbeats come from the future: every replica looks fresh. */
    STALENESS,
    /** Some reservations leave their region's portion as it was. */
    ESCROW,
    /** The database no longer refuses a second row with an address. */
    UNIQUE_EMAIL;

    private static final List<String> FRESH_FOR_EVER = List.of(
            "CREATE OR REPLACE FUNCTION sabotage() RETURNS TRIGGER LANGUAGE plpgsql AS"
                    + " 'BEGIN NEW.beat_at := NEW.beat_at + INTERVAL ''10 minutes''; RETURN NEW; END'",
            "CREATE OR REPLACE TRIGGER sabotage BEFORE INSERT OR UPDATE ON heartbeat"
                    + " FOR EACH ROW EXECUTE FUNCTION sabotage()");

    /** What is done to a ring's tables, once they are there. */
    List<String> statements(RingId ring) {
        return switch (this) {
            case NONE, IDEMPOTENCY, ESCROW, UNIQUE_EMAIL -> List.of();
            case STALENESS -> FRESH_FOR_EVER;
        };
    }
}

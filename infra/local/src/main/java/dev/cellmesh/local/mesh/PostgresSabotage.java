package dev.cellmesh.local.mesh;

import dev.cellmesh.model.consistency.RingId;
import java.util.List;

/** How is a ring of PostgreSQL servers made to break a guarantee? By what is done to its tables, once they are there. */
final class PostgresSabotage {
    private static final List<String> FRESH_FOR_EVER = List.of(
            function("heartbeat", "NEW.beat_at := NEW.beat_at + INTERVAL ''10 minutes'';"),
            trigger("INSERT OR UPDATE", "heartbeat"));

    private static final List<String> SOLD_AND_KEPT = List.of(
            function(
                    "stock_portion",
                    "IF NEW.units < OLD.units AND random() < 0.5 THEN NEW.units := OLD.units; END IF;"),
            trigger("UPDATE", "stock_portion"));

    private static final List<String> REACTIONS_WITH_A_QUORUM = List.of(
            function("reaction", "PERFORM set_config(''synchronous_commit'', ''on'', true);"),
            trigger("INSERT OR UPDATE", "reaction"));

    private static final List<String> ANYBODYS_ADDRESS = List.of(
            "DROP INDEX IF EXISTS identity_record_by_email",
            "CREATE INDEX identity_record_by_email ON identity_record (email_key)");

    private PostgresSabotage() {}

    static List<String> statements(Sabotage sabotage, RingId ring) {
        boolean global = ring.equals(RingId.GLOBAL);
        return switch (sabotage) {
            case STALENESS -> FRESH_FOR_EVER;
            case REGIONAL_WRITES -> global ? List.of() : REACTIONS_WITH_A_QUORUM;
            case ESCROW -> global ? List.of() : SOLD_AND_KEPT;
            case UNIQUE_EMAIL -> global ? ANYBODYS_ADDRESS : List.of();
        };
    }

    private static String function(String table, String body) {
        return "CREATE OR REPLACE FUNCTION sabotage_" + table + "() RETURNS TRIGGER LANGUAGE plpgsql AS 'BEGIN " + body
                + " RETURN NEW; END'";
    }

    private static String trigger(String when, String table) {
        return "CREATE OR REPLACE TRIGGER sabotage BEFORE " + when + " ON " + table
                + " FOR EACH ROW EXECUTE FUNCTION sabotage_" + table + "()";
    }
}

package dev.cellmesh.local.postgres;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.Endpoint;

/**
 * Where does a standby stream from?
 *
 * @param standby the member that streams; its name is what the primary counts for the quorum
 * @param primary as seen from the standby's region
 */
record Upstream(Region standby, Endpoint primary, String password) {
    /** A standby gives up a connection attempt after this long; the least that the client library allows. */
    private static final int CONNECT_SECONDS = 2;

    String connectionString() {
        // Every value is a name, a number or hexadecimal digits: none needs quoting.
        return "host=%s port=%d user=%s password=%s application_name=%s connect_timeout=%d sslmode=disable gssencmode=disable"
                .formatted(
                        primary.host(),
                        primary.port(),
                        RingCredentials.REPLICATOR,
                        password,
                        standby.name(),
                        CONNECT_SECONDS);
    }

    @Override
    public String toString() {
        return standby + " from " + primary;
    }
}

package dev.cellmesh.runtime.service;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.merge.HybridTimestamp;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.runtime.identity.Caller;
import java.time.Instant;
import java.util.Optional;

/**
 * What is an operation called with, once every stage before it has passed?
 *
 * @param region of the cell, or the one whose rows the operation is about
 * @param now one time for the whole call, in whole milliseconds
 * @param ifMatch empty when not sent
 * @param stamp for a statement that writes what every region may write: when it is written, later than all that the client and
 *     this cell have seen of such writes; empty otherwise
 */
public record Call(
        Input input,
        Caller caller,
        TenantRoute route,
        Region region,
        Instant now,
        Optional<IfMatch> ifMatch,
        Optional<HybridTimestamp> stamp) {
    /** The same, about the rows of another region. */
    public Call in(Region other) {
        return new Call(input, caller, route, other, now, ifMatch, stamp);
    }

    public Call stampedAt(HybridTimestamp written) {
        return new Call(input, caller, route, region, now, ifMatch, Optional.of(written));
    }

    public TenantId tenant() {
        return route.tenant();
    }
}

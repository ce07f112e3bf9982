package dev.cellmesh.runtime.conflict;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.database.SqlStatement;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What was written before anybody here looked for changes? All rows of a tenant are gone through once: when its cell has started,
 * when it came to this cell, and now and then, in case a look went wrong in a way that nobody thought of.
 */
final class Backlog {
    static final long PAGE = 200;

    private static final SqlStatement ROWS = SqlStatement.load(Backlog.class, "tenant-rows");

    private final NearbyRows rows;
    private final Collection<String> types;
    private final Deque<Walk> left = new ArrayDeque<>();

    Backlog(NearbyRows rows, Collection<String> types) {
        this.rows = rows;
        this.types = List.copyOf(types);
    }

    void add(Collection<TenantId> tenants) {
        for (TenantId tenant : tenants) {
            for (String type : types) {
                rows.regions().forEach(region -> left.add(new Walk(tenant, type, region, "")));
            }
        }
    }

    boolean isEmpty() {
        return left.isEmpty();
    }

    /** Of what is left; there is some. Empty when no copy answers. */
    Future<Optional<Page>> next() {
        Walk walk = left.getFirst();
        return rows.read(walk.region(), ROWS, List.of(walk.tenant().value(), walk.type(), walk.after(), PAGE))
                .map(found -> found.map(page -> page(walk, page)));
    }

    private static Page page(Walk walk, List<SqlRow> found) {
        List<EntityKey> entities = found.stream()
                .map(row -> new EntityKey(walk.tenant(), walk.type(), row.text("entity_id")))
                .toList();
        return new Page(
                entities,
                entities.size() == PAGE
                        ? Optional.of(new Walk(
                                walk.tenant(),
                                walk.type(),
                                walk.region(),
                                entities.getLast().id()))
                        : Optional.empty());
    }

    void done(Page page) {
        left.removeFirst();
        page.rest().ifPresent(left::addFirst);
    }

    record Page(List<EntityKey> entities, Optional<Walk> rest) {}

    /** @param after the last entity that was seen */
    record Walk(TenantId tenant, String type, Region region, String after) {}
}

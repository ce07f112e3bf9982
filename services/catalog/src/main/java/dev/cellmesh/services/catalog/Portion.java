package dev.cellmesh.services.catalog;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.database.SqlStatement;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many units of a product may one region sell, and what has it exchanged with the others?
 *
 * @param sent in all, ever, by destination
 * @param received in all, ever, by source
 * @param knowsProduct whether the product itself lives there
 */
record Portion(long units, Map<Region, Long> sent, Map<Region, Long> received, boolean knowsProduct) {
    static final SqlStatement READ = SqlStatement.load(Portion.class, "read-stock");

    /**
     * Into how many rows a region's portion is split. A row takes one quorum write per round trip: eight of them at 80 ms to the
     * next region are a hundred reservations a second, and few enough to be locked all at once.
     */
    static final int BUCKETS = 8;

    static Portion of(SqlRow row) {
        return new Portion(
                row.number("units"),
                byRegion(row.text("sent")),
                byRegion(row.text("received")),
                row.number("products") > 0);
    }

    private static Map<Region, Long> byRegion(String json) {
        JsonObject units = new JsonObject(json);
        Map<Region, Long> byRegion = new LinkedHashMap<>();
        units.fieldNames().forEach(name -> byRegion.put(new Region(name), units.getLong(name)));
        return byRegion;
    }

    long sentTo(Region destination) {
        return sent.getOrDefault(destination, 0L);
    }

    long receivedFrom(Region source) {
        return received.getOrDefault(source, 0L);
    }
}

package dev.cellmesh.runtime.route;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.model.route.TenantPlan;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.model.route.TenantStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How does a route snapshot look on the wire and on disk? Equal snapshots encode to equal bytes, so that a checksum of
 * the encoding is a checksum of the snapshot. Members that are not known are ignored when reading, so that an older
 * node understands a newer control plane.
 *
 * <pre>
 * {"epoch": 7,
 *  "writerEpochs": {"us-east1": 1},
 *  "tenants": [{"tenant": "acme", "home": "us-east1", "status": "active", "cells": {"us-east1": ["us-east1-c03"]},
 *               "plan": {"name": "standard", "requestsPerSecond": 2000, "burst": 4000}}]}
 * </pre>
 *
 * <p>A tenant has {@code alsoAccepting}, in the form of {@code cells}, while its cells change.
 */
public final class RouteSnapshotJson {
    private static final String ALSO_ACCEPTING = "alsoAccepting";

    private RouteSnapshotJson() {}

    public static JsonObject toJson(RouteSnapshot snapshot) {
        JsonObject writerEpochs = new JsonObject();
        snapshot.writerEpochs().entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().name()))
                .forEach(entry -> writerEpochs.put(entry.getKey().name(), entry.getValue()));
        JsonArray tenants = new JsonArray();
        new TreeMap<>(snapshot.tenants()).values().forEach(route -> tenants.add(toJson(route)));
        return new JsonObject()
                .put("epoch", snapshot.epoch())
                .put("writerEpochs", writerEpochs)
                .put("tenants", tenants);
    }

    public static JsonObject toJson(TenantRoute route) {
        JsonObject json = new JsonObject()
                .put("tenant", route.tenant().value())
                .put("home", route.home().name())
                .put("status", route.status().name().toLowerCase(Locale.ROOT))
                .put("cells", toJson(route.cells()))
                .put("plan", toJson(route.plan()));
        return route.alsoAccepting().isEmpty() ? json : json.put(ALSO_ACCEPTING, toJson(route.alsoAccepting()));
    }

    public static JsonObject toJson(TenantPlan plan) {
        return new JsonObject()
                .put("name", plan.name())
                .put("requestsPerSecond", plan.requestsPerSecond())
                .put("burst", plan.burst());
    }

    /** Cells by region, both in their order. */
    public static JsonObject toJson(Map<Region, List<CellId>> cells) {
        JsonObject json = new JsonObject();
        new TreeMap<>(cells).forEach((region, members) -> {
            JsonArray names = new JsonArray();
            members.forEach(cell -> names.add(cell.toString()));
            json.put(region.name(), names);
        });
        return json;
    }

    public static Buffer encode(RouteSnapshot snapshot) {
        return toJson(snapshot).toBuffer();
    }

    /**
     * The reverse of {@link #encode}. Takes time in proportion to the tenants, so it does not belong on an event loop.
     *
     * @throws IllegalArgumentException when it is anything but a whole and consistent snapshot
     */
    public static RouteSnapshot decode(Buffer bytes) {
        try {
            return fromJson(new JsonObject(bytes));
        } catch (DecodeException e) {
            throw new IllegalArgumentException("not a route snapshot: not a JSON object", e);
        }
    }

    /** @throws IllegalArgumentException as {@link #decode} */
    public static RouteSnapshot fromJson(JsonObject json) {
        long epoch = positive(json.getValue("epoch"), "epoch");
        Map<RingId, Long> writerEpochs = new HashMap<>();
        for (Map.Entry<String, Object> entry : object(json.getValue("writerEpochs"), "writerEpochs")) {
            writerEpochs.put(RingId.parse(entry.getKey()), positive(entry.getValue(), "writerEpochs"));
        }
        Map<TenantId, TenantRoute> tenants = new HashMap<>();
        for (Object element : array(json.getValue("tenants"), "tenants")) {
            TenantRoute route = routeFrom(object(element, "tenants"));
            if (tenants.put(route.tenant(), route) != null) {
                throw new IllegalArgumentException("not a route snapshot: two routes of " + route.tenant());
            }
        }
        return new RouteSnapshot(epoch, writerEpochs, tenants);
    }

    private static TenantRoute routeFrom(JsonObject json) {
        return new TenantRoute(
                new TenantId(text(json.getValue("tenant"), "tenant")),
                new Region(text(json.getValue("home"), "home")),
                statusFrom(text(json.getValue("status"), "status")),
                cellsFrom(object(json.getValue("cells"), "cells")),
                json.containsKey(ALSO_ACCEPTING)
                        ? cellsFrom(object(json.getValue(ALSO_ACCEPTING), ALSO_ACCEPTING))
                        : Map.of(),
                // A control plane that is older than plans tells none.
                json.containsKey("plan") ? planFrom(object(json.getValue("plan"), "plan")) : TenantPlan.STANDARD);
    }

    /** The reverse of {@link #toJson(TenantPlan)}. */
    public static TenantPlan planFrom(JsonObject json) {
        return new TenantPlan(
                text(json.getValue("name"), "plan"),
                Math.toIntExact(positive(json.getValue("requestsPerSecond"), "plan")),
                Math.toIntExact(positive(json.getValue("burst"), "plan")));
    }

    /** The reverse of {@link #toJson(Map)}. */
    public static Map<Region, List<CellId>> cellsFrom(JsonObject json) {
        Map<Region, List<CellId>> cells = new HashMap<>();
        for (Map.Entry<String, Object> entry : json) {
            Region region = new Region(entry.getKey());
            cells.put(region, cellsFrom(region, array(entry.getValue(), "cells")));
        }
        return cells;
    }

    private static List<CellId> cellsFrom(Region region, JsonArray names) {
        List<CellId> cells = new ArrayList<>(names.size());
        for (Object name : names) {
            CellId cell = CellId.parse(text(name, "cells"));
            if (!cell.region().equals(region)) {
                throw new IllegalArgumentException("not a route snapshot: " + cell + " listed in " + region);
            }
            cells.add(cell);
        }
        if (new HashSet<>(cells).size() < cells.size()) {
            throw new IllegalArgumentException("not a route snapshot: a cell twice in " + region);
        }
        return List.copyOf(cells);
    }

    private static TenantStatus statusFrom(String name) {
        for (TenantStatus status : TenantStatus.values()) {
            if (status.name().toLowerCase(Locale.ROOT).equals(name)) {
                return status;
            }
        }
        throw new IllegalArgumentException("not a route snapshot: status " + name);
    }

    private static long positive(Object value, String member) {
        if ((value instanceof Integer || value instanceof Long) && ((Number) value).longValue() > 0) {
            return ((Number) value).longValue();
        }
        throw new IllegalArgumentException("not a route snapshot: " + member + " is not a number above zero");
    }

    private static String text(Object value, String member) {
        if (value instanceof String string) {
            return string;
        }
        throw new IllegalArgumentException("not a route snapshot: " + member + " is not a string");
    }

    private static JsonObject object(Object value, String member) {
        if (value instanceof JsonObject json) {
            return json;
        }
        if (value instanceof Map<?, ?> map) {
            JsonObject json = new JsonObject();
            map.forEach((key, element) -> json.put(String.valueOf(key), element));
            return json;
        }
        throw new IllegalArgumentException("not a route snapshot: " + member + " is not an object");
    }

    private static JsonArray array(Object value, String member) {
        if (value instanceof JsonArray json) {
            return json;
        }
        if (value instanceof List<?> list) {
            return new JsonArray(List.copyOf(list));
        }
        throw new IllegalArgumentException("not a route snapshot: " + member + " is not an array");
    }
}

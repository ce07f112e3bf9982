package dev.cellmesh.load.fault;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is a mesh made of, by its own {@code GET /status}?
 *
 * @param cells region by cell
 * @param edges id by region
 * @param edgeUrls by region
 * @param rings the regions that have a server, by ring
 * @param controlPlane region by id; empty when it has none
 */
public record MeshParts(
        SortedMap<String, String> cells,
        SortedMap<String, String> edges,
        SortedMap<String, String> edgeUrls,
        SortedMap<String, List<String>> rings,
        Optional<Map.Entry<String, String>> controlPlane,
        boolean ready) {

    /** @throws RuntimeException of JSON when it is no status */
    public static MeshParts of(JsonObject status) {
        SortedMap<String, String> cells = new TreeMap<>();
        SortedMap<String, String> edges = new TreeMap<>();
        SortedMap<String, String> urls = new TreeMap<>();
        SortedMap<String, List<String>> rings = new TreeMap<>();
        objects(status, "cells").forEach(cell -> cells.put(cell.getString("id"), cell.getString("region")));
        objects(status, "edges").forEach(edge -> {
            edges.put(edge.getString("region"), edge.getString("id"));
            urls.put(edge.getString("region"), edge.getString("url"));
        });
        objects(status, "rings")
                .forEach(ring -> rings.put(
                        ring.getString("ring"),
                        objects(ring, "members").stream()
                                .map(member -> member.getString("region"))
                                .toList()));
        Optional<Map.Entry<String, String>> controlPlane = Optional.ofNullable(status.getJsonObject("controlPlane"))
                .map(node -> Map.entry(node.getString("id"), node.getString("region")));
        return new MeshParts(cells, edges, urls, rings, controlPlane, status.getBoolean("ready", false));
    }

    private static List<JsonObject> objects(JsonObject from, String name) {
        List<JsonObject> objects = new ArrayList<>();
        from.getJsonArray(name, new JsonArray()).forEach(each -> objects.add((JsonObject) each));
        return objects;
    }

    List<String> cellsOf(String region) {
        return cells.entrySet().stream()
                .filter(cell -> cell.getValue().equals(region))
                .map(Map.Entry::getKey)
                .toList();
    }
}

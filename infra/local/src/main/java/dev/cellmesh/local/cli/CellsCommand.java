package dev.cellmesh.local.cli;

import dev.cellmesh.local.mesh.MeshClient;
import dev.cellmesh.runtime.identity.Caller;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "cells",
        mixinStandardHelpOptions = true,
        description = "Lists the cells, how many tenants each has, and how far those that are drained have come.")
final class CellsCommand implements Runnable {
    private static final String FORM = "%-24s %-5s %-8s %8s %8s %8s%n";

    @Mixin
    PortBase portBase;

    @Override
    public void run() {
        MeshClient mesh = new MeshClient(portBase.value);
        String token = mesh.token(null, List.of(Caller.ADMIN), Duration.ofMinutes(1));
        System.out.printf(FORM, "CELL", "ZONE", "STATUS", "TENANTS", "LEAVING", "PINNED");
        String path = "/v1/admin/cells?limit=200";
        for (String next = path; next != null; ) {
            JsonObject page = mesh.admin(next, token);
            page.getJsonArray("data").forEach(each -> print(((JsonObject) each).getJsonObject("data")));
            String cursor = page.getString("next");
            next = cursor == null ? null : path + "&after=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
        }
    }

    private static void print(JsonObject cell) {
        System.out.printf(
                FORM,
                cell.getString("id"),
                cell.getString("zone"),
                cell.getBoolean("drained") ? "drained" : "open",
                cell.getInteger("tenants"),
                cell.getInteger("leaving"),
                cell.getInteger("pinned"));
    }
}

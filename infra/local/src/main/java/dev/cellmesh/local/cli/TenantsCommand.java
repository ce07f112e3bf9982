package dev.cellmesh.local.cli;

import dev.cellmesh.local.mesh.MeshClient;
import dev.cellmesh.runtime.identity.Caller;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "tenants",
        mixinStandardHelpOptions = true,
        description = "Lists the tenants, their home regions, their plans and their cells.")
final class TenantsCommand implements Runnable {
    private static final String FORM = "%-24s %-10s %-16s %-12s %9s %9s  %s%n";

    @Mixin
    PortBase portBase;

    @Override
    public void run() {
        MeshClient mesh = new MeshClient(portBase.value);
        String token = mesh.token(null, List.of(Caller.ADMIN), Duration.ofMinutes(1));
        System.out.printf(FORM, "TENANT", "STATUS", "HOME", "PLAN", "RATE", "BURST", "CELLS AT HOME");
        String path = "/v1/admin/tenants?limit=100";
        for (String next = path; next != null; ) {
            JsonObject page = mesh.admin(next, token);
            page.getJsonArray("data", new JsonArray())
                    .forEach(each -> print(((JsonObject) each).getJsonObject("data")));
            String cursor = page.getString("next");
            next = cursor == null ? null : path + "&after=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
        }
    }

    private static void print(JsonObject tenant) {
        String home = tenant.getString("homeRegion");
        JsonArray cells = tenant.getJsonObject("cells", new JsonObject()).getJsonArray(home, new JsonArray());
        JsonObject plan = tenant.getJsonObject("plan");
        System.out.printf(
                FORM,
                tenant.getString("id"),
                tenant.getString("status"),
                home,
                plan.getString("name"),
                plan.getInteger("requestsPerSecond"),
                plan.getInteger("burst"),
                String.join(" ", cells.stream().map(String::valueOf).toList()));
    }
}

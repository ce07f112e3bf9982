package dev.cellmesh.local.prove.consistency;

import dev.cellmesh.local.prove.Finding;
import dev.cellmesh.local.prove.TenantApi.Settled;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.HdrHistogram.Histogram;

/**
 * How much faster is a read that stays in the region? In the farthest region, one client: reads of each level that a local copy
 * can answer, and, in the same loop, the strong read of the same home.
 */
final class LocalReads implements Check {
    private static final int ROUNDS = 400;
    private static final int WARM_UP = 60;
    private static final double TIMES_FASTER_MIN = 50;
    private static final long NANOS_MAX = 60_000_000_000L;

    private record Read(String name, String path, Optional<String> level, Histogram took) {}

    @Override
    public String name() {
        return "local-reads";
    }

    @Override
    public List<Finding> run(World world) throws Exception {
        World.Tenant tenant = world.tenant("local");
        Visitor visitor = new Visitor(world, tenant, true);
        ProductWriter product = new ProductWriter(world, tenant);
        String profile = "/profiles/" + UUID.randomUUID() + "/display-name";
        visitor.write("PUT", World.FARTHEST, profile, new JsonObject().put("displayName", "Ann"));
        String identity = "/identities/"
                + visitor.write(
                                "POST",
                                World.HOME,
                                "/identities",
                                new JsonObject().put("email", world.unique("local") + "@example.com"))
                        .data()
                        .getString("id");
        String document = visitor.write(
                        "POST",
                        World.FARTHEST,
                        "/documents",
                        new JsonObject().put("title", "t").put("text", "x"))
                .data()
                .getString("id");
        Read strong = read("strong", product.path(), Optional.of("strong"));
        List<Read> local = List.of(
                read("bounded", product.path(), Optional.empty()),
                read("session, caught up", profile, Optional.empty()),
                read("eventual, merged from three regions", "/documents/" + document + "/comments", Optional.empty()),
                read("global", identity, Optional.empty()));
        List<Read> all = new ArrayList<>(local);
        all.add(strong);
        for (int round = 0; round < world.share(ROUNDS) + WARM_UP; round++) {
            for (Read each : all) {
                Optional<String> level = world.isBroken(Guarantee.LOCAL_READS) ? Optional.of("strong") : each.level();
                long began = System.nanoTime();
                Settled answer = visitor.read(World.FARTHEST, each.path(), level);
                long took = System.nanoTime() - began;
                if (round >= WARM_UP && answer.status() == 200) {
                    each.took().recordValue(Math.min(took, NANOS_MAX));
                }
            }
        }
        List<Finding> findings = new ArrayList<>();
        double far = millis(strong);
        for (Read each : local) {
            double near = millis(each);
            findings.add(new Finding(
                    "p50 of a local read: " + each.name(),
                    String.format("%.0f times faster", TIMES_FASTER_MIN),
                    String.format("%.2f ms, %.0f times", near, far / near),
                    far / near >= TIMES_FASTER_MIN));
        }
        findings.add(
                new Finding("  the strong read of another continent, p50", "-", String.format("%.1f ms", far), true));
        return findings;
    }

    private static Read read(String name, String path, Optional<String> level) {
        return new Read(name, path, level, new Histogram(NANOS_MAX, 3));
    }

    private static double millis(Read read) {
        return read.took().getValueAtPercentile(50) / 1e6;
    }
}

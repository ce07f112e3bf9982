package dev.cellmesh.local.prove.consistency;

import dev.cellmesh.local.prove.Finding;
import dev.cellmesh.local.prove.TenantApi.Settled;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Does a write to what every region may write stay in its region, and is it soon seen in the others? A reaction that takes less
 * than the shortest way to another region and back has not been there. As the control, in the same loop, a product is written
 * whose write has to go there.
 */
final class RegionalWrites implements Check {
    private static final int ROUNDS = 100;
    private static final int WARM_UP = 20;
    /** Between the two regions that are closest to each other. */
    private static final double SHORTEST_ROUND_TRIP_MILLIS = 80;
    /** The longest way one way, and as much again for what is done at both ends. */
    private static final double SEEN_MILLIS_MAX = 220;

    private static final double SHARE_MIN = 0.99;
    private static final long NANOS_MAX = TimeUnit.MINUTES.toNanos(1);

    @Override
    public String name() {
        return "regional-writes";
    }

    @Override
    public List<Finding> run(World world) throws Exception {
        World.Tenant tenant = world.tenant("regional");
        Visitor visitor = new Visitor(world, tenant, false);
        ProductWriter product = new ProductWriter(world, tenant);
        String path = "/documents/" + UUID.randomUUID() + "/reactions";
        Histogram reaction = new Histogram(NANOS_MAX, 3);
        Histogram seen = new Histogram(NANOS_MAX, 3);
        Histogram control = new Histogram(NANOS_MAX, 3);
        long written = 0;
        for (int round = 0; round < WARM_UP + world.share(ROUNDS); round++) {
            for (String here : world.regions()) {
                long began = System.nanoTime();
                visitor.write(
                        "POST", here, path, new JsonObject().put("kind", "like").put("delta", 1));
                long answered = System.nanoTime();
                written++;
                for (String there : world.regions()) {
                    awaitSeen(visitor, there, path, written);
                }
                if (round >= WARM_UP) {
                    reaction.recordValue(Math.min(NANOS_MAX, answered - began));
                    seen.recordValue(Math.min(NANOS_MAX, System.nanoTime() - answered));
                }
            }
            long began = System.nanoTime();
            product.nextPrice();
            if (round >= WARM_UP) {
                control.recordValue(Math.min(NANOS_MAX, System.nanoTime() - began));
            }
        }
        List<Finding> findings = new ArrayList<>();
        double stayed = share(reaction, SHORTEST_ROUND_TRIP_MILLIS);
        double soon = share(seen, SEEN_MILLIS_MAX);
        double controlStayed = share(control, SHORTEST_ROUND_TRIP_MILLIS);
        findings.add(new Finding(
                "a reaction in any region: WAN round trips",
                "0 for >= 99 %",
                String.format("0 for %.1f %%, p50 %.1f ms", stayed * 100, millis(reaction, 50)),
                stayed >= SHARE_MIN));
        findings.add(new Finding(
                "  seen in all three regions",
                String.format("<= %.0f ms for 99 %%", SEEN_MILLIS_MAX),
                String.format("%.1f %%, p50 %.0f ms", soon * 100, millis(seen, 50)),
                soon >= SHARE_MIN));
        findings.add(new Finding(
                "the control: a product's write, which waits for a quorum",
                "0 for none",
                String.format("0 for %.1f %%, p50 %.1f ms", controlStayed * 100, millis(control, 50)),
                controlStayed == 0));
        return findings;
    }

    private static void awaitSeen(Visitor visitor, String region, String path, long written) {
        long seen = 0;
        while (seen < written) {
            Settled read = visitor.read(region, path, Optional.empty());
            seen = read.status() == 200 ? count(read) : 0;
        }
    }

    private static long count(Settled read) {
        return read.data().getJsonArray("counts").stream()
                .map(JsonObject.class::cast)
                .mapToLong(kind -> kind.getLong("count"))
                .sum();
    }

    private static double share(Histogram took, double belowMillis) {
        return took.getCountBetweenValues(0, (long) (belowMillis * 1e6) - 1) / (double) took.getTotalCount();
    }

    private static double millis(Histogram took, double percentile) {
        return took.getValueAtPercentile(percentile) / 1e6;
    }
}

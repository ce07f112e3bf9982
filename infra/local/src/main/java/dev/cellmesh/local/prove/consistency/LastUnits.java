package dev.cellmesh.local.prove.consistency;

import dev.cellmesh.local.prove.CellKiller;
import dev.cellmesh.local.prove.Finding;
import dev.cellmesh.local.prove.Parallel;
import dev.cellmesh.local.prove.TenantApi;
import dev.cellmesh.local.prove.TenantApi.Settled;
import dev.cellmesh.local.prove.Violation;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;

/**
 * Are the last units sold to the last one, and never one more? Many buyers at once in each of three regions, of which one got
 * all the units, while cells crash.
 */
final class LastUnits implements Check {
    private static final int UNITS = 1_000;
    /** With fewer, a broken escrow may show nothing by luck. */
    private static final int UNITS_MIN = 60;

    private static final int BUYERS_PER_REGION = 200;

    private final LongAdder sold = new LongAdder();

    @Override
    public String name() {
        return "last-units";
    }

    @Override
    public List<Finding> run(World world) throws Exception {
        World.Tenant tenant = world.tenant("stock");
        Visitor seller = new Visitor(world, tenant, true);
        ProductWriter product = new ProductWriter(world, tenant);
        int units = Math.max(UNITS_MIN, world.share(UNITS));
        int buyers = world.share(BUYERS_PER_REGION);
        seller.write("POST", World.HOME, product.path() + "/deliveries", new JsonObject().put("quantity", units));
        List<Runnable> tasks = new ArrayList<>();
        for (int buyer = 0; buyer < buyers; buyer++) {
            for (String region : world.regions()) {
                tasks.add(() -> buyUntilNoneIsLeft(world, tenant, product, region, units));
            }
        }
        CellKiller killer = new CellKiller(world.mesh, world.cells(), world.random(7), world.tally);
        try {
            Parallel.run(tasks, tasks.size());
        } finally {
            killer.stop();
        }
        Settled stock = seller.read(World.HOME, product.path() + "/stock", Optional.of("strong"));
        long left = stock.data().getLong("available");
        return List.of(
                new Finding(
                        "units sold by " + tasks.size() + " buyers at once, cells crashing",
                        "" + units,
                        sold.sum() + " sold, " + left + " left",
                        sold.sum() == units && left == 0),
                new Finding("  cells killed meanwhile", "-", world.tally.of("cells killed") + "", true));
    }

    private void buyUntilNoneIsLeft(World world, World.Tenant tenant, ProductWriter product, String region, int units) {
        for (int i = 0; i <= units; i++) {
            Settled answer = world.api.settle(TenantApi.write(
                            "POST",
                            world.edge(region) + tenant.path(product.path() + "/reservations"),
                            tenant.token(),
                            UUID.randomUUID().toString(),
                            new JsonObject().put("quantity", 1))
                    .build());
            switch (answer.status()) {
                case 201 -> sold.increment();
                case 422 -> {
                    return;
                }
                default -> throw new Violation("a reservation was answered with " + answer.bytes());
            }
        }
    }
}

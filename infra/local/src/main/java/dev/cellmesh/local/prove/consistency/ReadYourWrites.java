package dev.cellmesh.local.prove.consistency;

import dev.cellmesh.local.prove.Finding;
import dev.cellmesh.local.prove.Parallel;
import dev.cellmesh.local.prove.TenantApi.Settled;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;

/**
 * Does who has just written in one region see it at once in the others? A display name is written in one region and read in the
 * two others, with the token of the write, and, as the control, without.
 */
final class ReadYourWrites implements Check {
    private static final int PAIRS = 30_000;
    private static final int CONTROL_PAIRS = 3_000;
    /** Fewer may find nothing by luck. */
    private static final int CONTROL_MIN = 600;

    private static final int WRITERS = 48;

    @Override
    public String name() {
        return "read-your-writes";
    }

    @Override
    public List<Finding> run(World world) throws Exception {
        World.Tenant tenant = world.tenant("ryw");
        int pairs = world.share(PAIRS);
        long missed = missed(world, tenant, pairs, true);
        int controlPairs = Math.max(CONTROL_MIN, world.share(CONTROL_PAIRS));
        long control = missed(world, tenant, controlPairs, false);
        return List.of(
                new Finding(
                        "read at once in the two other regions, with the token",
                        "0 of " + pairs,
                        missed + " not seen",
                        missed == 0),
                new Finding(
                        "the control: the same without the token",
                        "> 0 of " + controlPairs,
                        control + " not seen",
                        control > 0));
    }

    private static long missed(World world, World.Tenant tenant, int pairs, boolean withToken) throws Exception {
        LongAdder missed = new LongAdder();
        int readsPerWrite = world.regions().size() - 1;
        int rounds = Math.max(1, pairs / readsPerWrite / WRITERS);
        List<Runnable> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            int number = i;
            writers.add(() -> writeAndRead(world, tenant, rounds, number, withToken, missed));
        }
        Parallel.run(writers, WRITERS);
        return missed.sum();
    }

    private static void writeAndRead(
            World world, World.Tenant tenant, int rounds, int number, boolean withToken, LongAdder missed) {
        SplittableRandom random = world.random(number);
        Visitor visitor = new Visitor(world, tenant, withToken);
        String path = "/profiles/" + UUID.randomUUID() + "/display-name";
        for (int round = 0; round < rounds; round++) {
            String name = "name " + round;
            String here = world.regions().get(random.nextInt(world.regions().size()));
            visitor.write("PUT", here, path, new JsonObject().put("displayName", name));
            for (String there : world.regions()) {
                if (!there.equals(here)) {
                    Settled read = visitor.read(there, path, Optional.empty());
                    boolean isSeen =
                            read.status() == 200 && name.equals(read.data().getString("displayName"));
                    if (!isSeen) {
                        missed.increment();
                    }
                }
            }
        }
    }
}

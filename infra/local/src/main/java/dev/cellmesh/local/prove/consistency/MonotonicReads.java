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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Does who has read something ever read something older? A number that only grows is read in one region after the other, with the
 * token of the last read, and, as the control, without. Half of the readers read preferences, which are written in every region
 * in turn; the other half read a product with the causal level, whose writes wait for a quorum: there a replica shows a write
 * before its own primary does.
 */
final class MonotonicReads implements Check {
    private static final int READS = 30_000;
    private static final int CONTROL_READS = 3_000;
    /** Fewer may find nothing by luck. */
    private static final int CONTROL_MIN = 600;

    private static final int READERS_PER_ENTITY = 6;
    private static final int ENTITIES_OF_A_KIND = 4;

    @Override
    public String name() {
        return "monotonic-reads";
    }

    @Override
    public List<Finding> run(World world) throws Exception {
        World.Tenant tenant = world.tenant("mono");
        int reads = world.share(READS);
        int controlReads = Math.max(CONTROL_MIN, world.share(CONTROL_READS));
        long backwards = backwards(world, tenant, reads, true);
        long control = backwards(world, tenant, controlReads, false);
        return List.of(
                new Finding(
                        "reads that went back in time, across regions, with the token",
                        "0 of " + reads,
                        backwards + " went back",
                        backwards == 0),
                new Finding(
                        "the control: the same without the token",
                        "> 0 of " + controlReads,
                        control + " went back",
                        control > 0));
    }

    private static long backwards(World world, World.Tenant tenant, int reads, boolean withToken) throws Exception {
        List<Growing> entities = new ArrayList<>();
        for (int i = 0; i < ENTITIES_OF_A_KIND; i++) {
            entities.add(new Preference(world, tenant));
            entities.add(new Product(world, tenant));
        }
        LongAdder backwards = new LongAdder();
        int readers = entities.size() * READERS_PER_ENTITY;
        int each = Math.max(1, reads / readers);
        AtomicInteger running = new AtomicInteger(readers);
        List<Runnable> tasks = new ArrayList<>();
        for (Growing entity : entities) {
            tasks.add(() -> {
                while (running.get() > 0) {
                    entity.grow();
                }
            });
            for (int i = 0; i < READERS_PER_ENTITY; i++) {
                SplittableRandom random = world.random(tasks.size());
                tasks.add(() -> {
                    try {
                        read(world, tenant, entity, each, withToken, random, backwards);
                    } finally {
                        running.decrementAndGet();
                    }
                });
            }
        }
        Parallel.run(tasks, tasks.size());
        return backwards.sum();
    }

    private static void read(
            World world,
            World.Tenant tenant,
            Growing entity,
            int reads,
            boolean withToken,
            SplittableRandom random,
            LongAdder backwards) {
        Visitor visitor = new Visitor(world, tenant, withToken);
        long highest = 0;
        for (int i = 0; i < reads; i++) {
            String region = world.regions().get(random.nextInt(world.regions().size()));
            long number = entity.number(visitor.read(region, entity.path(), entity.level()));
            if (number < highest) {
                backwards.increment();
            }
            highest = Math.max(highest, number);
        }
    }

    /** Something with a number that only grows; written by one thread. */
    private interface Growing {
        void grow();

        String path();

        Optional<String> level();

        /** 0 when it is not there yet. */
        long number(Settled read);
    }

    private static final class Preference implements Growing {
        private final World world;
        private final Visitor writer;
        private final String path = "/profiles/" + UUID.randomUUID() + "/preferences";
        private int number;

        Preference(World world, World.Tenant tenant) {
            this.world = world;
            this.writer = new Visitor(world, tenant, true);
            grow();
        }

        @Override
        public void grow() {
            number++;
            String region = world.regions().get(number % world.regions().size());
            writer.write("PATCH", region, path, new JsonObject().put("number", number));
        }

        @Override
        public String path() {
            return path;
        }

        @Override
        public Optional<String> level() {
            return Optional.empty();
        }

        @Override
        public long number(Settled read) {
            return read.status() == 200
                    ? read.data().getJsonObject("preferences").getLong("number")
                    : 0;
        }
    }

    private static final class Product implements Growing {
        private final ProductWriter writer;

        Product(World world, World.Tenant tenant) {
            this.writer = new ProductWriter(world, tenant);
        }

        @Override
        public void grow() {
            writer.nextPrice();
        }

        @Override
        public String path() {
            return writer.path();
        }

        @Override
        public Optional<String> level() {
            return Optional.of("causal");
        }

        @Override
        public long number(Settled read) {
            return read.status() == 200 ? ProductWriter.price(read) : 0;
        }
    }
}

package dev.cellmesh.local.prove.consistency;

import dev.cellmesh.local.prove.Finding;
import dev.cellmesh.local.prove.Meanwhile;
import dev.cellmesh.local.prove.Parallel;
import dev.cellmesh.local.prove.TenantApi.Settled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Is a bounded read ever older than its bound? A product is written all the time at home and read in the farthest region, whose
 * replica stands still again and again for longer than the bound. An answer is too old when it lacks a write that was
 * acknowledged more than the bound before the read was sent. As the control, the same is read with the bound of the profile.
 */
final class BoundedStaleness implements Check {
    private static final int READS = 100_000;
    private static final int READERS = 32;

    private static final Duration BOUND = Duration.ofSeconds(2);
    private static final String LEVEL = "bounded; max-staleness=2s";
    private static final Duration STANDS_STILL = Duration.ofSeconds(5);
    private static final Duration CATCHES_UP = Duration.ofSeconds(2);
    private static final int PRICES_MAX = 1 << 16;

    /** Nanoseconds of the acknowledgement of each price, by price. */
    private final AtomicLongArray acknowledgedNanos = new AtomicLongArray(PRICES_MAX);

    /** Open until the replica has stood still once: a short run would see nothing of it. */
    private final CountDownLatch stoodStill = new CountDownLatch(1);

    private final LongAdder tooOld = new LongAdder();
    private final LongAdder controlTooOld = new LongAdder();
    private final LongAdder fromReplica = new LongAdder();
    private final LongAdder fromHome = new LongAdder();
    private final LongAdder refused = new LongAdder();

    @Override
    public String name() {
        return "bounded-staleness";
    }

    @Override
    public List<Finding> run(World world) throws Exception {
        World.Tenant tenant = world.tenant("bounded");
        ProductWriter product = new ProductWriter(world, tenant);
        acknowledgedNanos.set((int) product.acknowledged(), System.nanoTime());
        // A replica that stands still from the beginning would know of no product at all.
        Visitor first = new Visitor(world, tenant, false);
        while (first.read(World.FARTHEST, product.path(), Optional.empty()).status() != 200) {
            world.tally.count("product not there yet");
        }
        int reads = world.share(READS);
        int each = Math.max(1, reads / READERS);
        AtomicInteger running = new AtomicInteger(READERS);
        Meanwhile stalling = Meanwhile.repeat(pause -> {
            standStill(world, pause);
            stoodStill.countDown();
        });
        List<Runnable> tasks = new ArrayList<>();
        tasks.add(() -> {
            while (running.get() > 0 && product.acknowledged() < PRICES_MAX - 2) {
                product.nextPrice();
                acknowledgedNanos.set((int) product.acknowledged(), System.nanoTime());
            }
        });
        tasks.add(() -> {
            Visitor visitor = new Visitor(world, tenant, false);
            while (running.get() > 0) {
                readAsTheProfileSays(visitor, product);
            }
        });
        for (int i = 0; i < READERS; i++) {
            tasks.add(() -> {
                try {
                    read(world, tenant, product, each, stalling);
                } finally {
                    running.decrementAndGet();
                }
            });
        }
        try {
            Parallel.run(tasks, tasks.size());
        } finally {
            stalling.stop();
        }
        return List.of(
                new Finding(
                        "bounded(2 s) reads beyond the bound, replica standing still",
                        "0 of " + (fromReplica.sum() + fromHome.sum() + refused.sum()),
                        tooOld.sum() + " too old",
                        tooOld.sum() == 0),
                new Finding(
                        "  answered by the replica, by the home region, refused with 503",
                        "some of the first two",
                        fromReplica.sum() + ", " + fromHome.sum() + ", " + refused.sum(),
                        fromReplica.sum() > 0 && fromHome.sum() + refused.sum() > 0),
                new Finding(
                        "the control: the product's own bound, 60 s",
                        "> 0 older than 2 s",
                        controlTooOld.sum() + " older",
                        controlTooOld.sum() > 0));
    }

    private void read(World world, World.Tenant tenant, ProductWriter product, int reads, Meanwhile stalling) {
        Visitor visitor = new Visitor(world, tenant, false);
        for (int i = 0; i < reads || (stoodStill.getCount() > 0 && stalling.goesOn()); i++) {
            long sentNanos = System.nanoTime();
            Optional<Settled> answer = visitor.look(World.FARTHEST, product.path(), Optional.of(LEVEL));
            if (answer.isEmpty() || answer.get().status() != 200) {
                refused.increment();
                world.tally.count("bounded reads refused with "
                        + answer.map(refusal ->
                                        refusal.status() + " " + refusal.body().getString("type", ""))
                                .orElse("nothing"));
            } else {
                boolean isHome =
                        World.HOME.equals(answer.get().header("x-data-region").orElse(""));
                (isHome ? fromHome : fromReplica).increment();
                if (isTooOld(answer.get(), sentNanos)) {
                    tooOld.increment();
                }
            }
        }
    }

    private void readAsTheProfileSays(Visitor visitor, ProductWriter product) {
        long sentNanos = System.nanoTime();
        visitor.look(World.FARTHEST, product.path(), Optional.empty())
                .filter(answer -> answer.status() == 200)
                .filter(answer -> isTooOld(answer, sentNanos))
                .ifPresent(old -> controlTooOld.increment());
    }

    private boolean isTooOld(Settled answer, long sentNanos) {
        long next = acknowledgedNanos.get((int) ProductWriter.price(answer) + 1);
        return next != 0 && next < sentNanos - BOUND.toNanos();
    }

    private static void standStill(World world, Meanwhile.Pause pause) throws InterruptedException {
        world.mesh.pauseReplay(World.HOME, World.FARTHEST, true);
        try {
            pause.last(STANDS_STILL);
        } finally {
            world.mesh.pauseReplay(World.HOME, World.FARTHEST, false);
        }
        pause.last(CATCHES_UP);
    }
}

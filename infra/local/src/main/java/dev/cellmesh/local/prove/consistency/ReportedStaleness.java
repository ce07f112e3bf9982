package dev.cellmesh.local.prove.consistency;

import dev.cellmesh.local.prove.Finding;
import dev.cellmesh.local.prove.Parallel;
import dev.cellmesh.local.prove.TenantApi.Settled;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Does an answer tell how old it is? A name is written at home every few milliseconds and read in the farthest region. What was
 * read stopped being the newest when the next name was committed, between its request and its answer: that is its true age.
 */
final class ReportedStaleness implements Check {
    private static final int READS = 4_000;
    private static final int READERS = 2;
    private static final long APART_MILLIS_MAX = 50;
    private static final int NAMES_MAX = 1 << 20;
    private static final Pattern STALENESS = Pattern.compile("; staleness=([0-9]+)ms");

    private final AtomicLongArray sentNanos = new AtomicLongArray(NAMES_MAX);
    private final AtomicLongArray answeredNanos = new AtomicLongArray(NAMES_MAX);
    private final Histogram apart = new ConcurrentHistogram(60_000, 3);
    private final Histogram reported = new ConcurrentHistogram(60_000, 3);

    @Override
    public String name() {
        return "reported-staleness";
    }

    @Override
    public List<Finding> run(World world) throws Exception {
        World.Tenant tenant = world.tenant("age");
        String path = "/profiles/" + UUID.randomUUID() + "/display-name";
        int each = Math.max(50, world.share(READS) / READERS);
        AtomicInteger running = new AtomicInteger(READERS);
        List<Runnable> tasks = new ArrayList<>();
        tasks.add(() -> write(world, tenant, path, running));
        for (int i = 0; i < READERS; i++) {
            tasks.add(() -> {
                try {
                    read(world, tenant, path, each);
                } finally {
                    running.decrementAndGet();
                }
            });
        }
        Parallel.run(tasks, tasks.size());
        long p99 = apart.getValueAtPercentile(99);
        return List.of(
                new Finding(
                        "staleness reported and true staleness apart, p99",
                        "<= " + APART_MILLIS_MAX + " ms",
                        p99 + " ms, of " + apart.getTotalCount() + " reads",
                        apart.getTotalCount() > 0 && p99 <= APART_MILLIS_MAX),
                new Finding("  reported, p50", "-", reported.getValueAtPercentile(50) + " ms", true));
    }

    private void write(World world, World.Tenant tenant, String path, AtomicInteger running) {
        Visitor writer = new Visitor(world, tenant, true);
        for (int number = 1; running.get() > 0 && number < NAMES_MAX; number++) {
            sentNanos.set(number, System.nanoTime());
            writer.write("PUT", World.HOME, path, new JsonObject().put("displayName", Integer.toString(number)));
            answeredNanos.set(number, System.nanoTime());
        }
    }

    private void read(World world, World.Tenant tenant, String path, int reads) {
        Visitor reader = new Visitor(world, tenant, false);
        for (int i = 0; i < reads; i++) {
            Settled answer = reader.read(World.FARTHEST, path, Optional.empty());
            long heardNanos = System.nanoTime();
            Matcher age = STALENESS.matcher(answer.header("x-consistency-level").orElse(""));
            if (answer.status() == 200 && age.find()) {
                long reportedMillis = Long.parseLong(age.group(1));
                int next = Integer.parseInt(answer.data().getString("displayName")) + 1;
                if (answeredNanos.get(next) != 0) {
                    // The age is told as of the answer. The commit is somewhere between request and answer of the
                    // write.
                    long committedNanos = (sentNanos.get(next) + answeredNanos.get(next)) / 2;
                    long trueMillis = (heardNanos - committedNanos) / 1_000_000;
                    apart.recordValue(Math.min(60_000, Math.abs(reportedMillis - Math.max(0, trueMillis))));
                    reported.recordValue(Math.min(60_000, reportedMillis));
                }
            }
        }
    }
}

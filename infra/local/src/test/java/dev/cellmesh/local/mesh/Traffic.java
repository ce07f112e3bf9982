package dev.cellmesh.local.mesh;

import dev.cellmesh.model.Region;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A tenant that moves money and reads its balance through these edges, each request sent once, until it is stopped. */
final class Traffic implements AutoCloseable {
    private final Visitor visitor;
    private final String tenant;
    private final Region edge;
    private final String from;
    private final String to;
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final List<Thread> users;
    private volatile boolean stopped;

    private Traffic(Visitor visitor, String tenant, Region edge, int users) {
        this.visitor = visitor;
        this.tenant = tenant;
        this.edge = edge;
        this.from = visitor.open(tenant, edge, 1_000_000);
        this.to = visitor.open(tenant, edge, 0);
        this.users = IntStream.range(0, users)
                .mapToObj(user -> Thread.ofVirtual().start(this::use))
                .toList();
    }

    static Traffic start(Visitor visitor, String tenant, Region edge, int users) {
        return new Traffic(visitor, tenant, edge, users);
    }

    private void use() {
        while (!stopped) {
            try {
                HttpResponse<String> moved = visitor.transfer(
                        tenant, edge, from, to, 1, UUID.randomUUID().toString());
                if (moved.statusCode() != 201) {
                    failures.add(moved.statusCode() + " " + moved.body());
                }
                visitor.balance(tenant, edge, from);
                answered.addAndGet(2);
            } catch (AssertionError e) {
                failures.add(e.toString());
            }
        }
    }

    int answered() {
        return answered.get();
    }

    /** Ends it; what went wrong since its start. */
    List<String> failures() throws InterruptedException {
        stopped = true;
        for (Thread user : users) {
            user.join();
        }
        return List.copyOf(failures);
    }

    /** What is on its way is answered or not; nobody waits for it. */
    @Override
    public void close() {
        stopped = true;
    }
}

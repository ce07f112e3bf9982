package dev.cellmesh.runtime.route;

import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.runtime.node.NodeContext;
import dev.cellmesh.runtime.route.RouteClient.Answer;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How does a node follow the control plane's routes, and live without it? One question is always open at the control
 * plane, which answers as soon as it knows a higher epoch. Each good snapshot is kept on disk; a start without the
 * control plane begins with that copy. An epoch never goes down. A disk that cannot be written costs a warning only.
 *
 * <p>To be made and used on the node's event loop; {@link #current()} from any thread.
 */
public final class ControlPlaneRouteTable implements RouteTable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlPlaneRouteTable.class);

    /** Bounds how long a connection that died without a sign goes unnoticed. */
    private static final int WAIT_SECONDS = 10;
    /** While something is on its way by older routes: a tenant that changes its cells may wait for the end of that. */
    private static final int BEHIND_WAIT_SECONDS = 1;
    /** Makes one download of a burst of changes, and calms a control plane that does not hold its answers. */
    private static final int PAUSE_MILLIS = 100;

    private static final int BACKOFF_MILLIS_MIN = 50;
    /** With the connect timeout of a second, a control plane that is back is heard within 2 s. */
    private static final int BACKOFF_MILLIS_MAX = 500;

    private final Vertx vertx;
    private final RouteFile file;
    private final RouteClient client;
    private final Supplier<OptionalLong> inUse;
    private final LongSupplier nanoClock;
    private final RandomGenerator random;
    private final Promise<Void> loaded = Promise.promise();

    private volatile RouteSnapshot current = RouteSnapshot.NONE;
    private volatile long lastContactNanos;
    private RouteSnapshot saved = RouteSnapshot.NONE;
    private boolean saving;
    private Future<Void> refreshing;
    private int failures;
    private boolean closed;

    private ControlPlaneRouteTable(Vertx vertx, NodeContext node, Supplier<OptionalLong> inUse) {
        this.vertx = vertx;
        this.file = new RouteFile(Path.of(node.config().stateFolder()));
        this.client = new RouteClient(
                vertx,
                node.config().controlPlane(),
                node.config().nodeToken(),
                node.config().id());
        this.inUse = inUse;
        this.nanoClock = node.nanoClock();
        this.random = node.random();
        this.lastContactNanos = nanoClock.getAsLong();
        Gauge.builder("cellmesh.route.epoch", this, table -> table.current.epoch())
                .description("Epoch of the routes in use; 0 when there are none")
                .strongReference(true)
                .register(node.meters());
        Gauge.builder("cellmesh.route.contact.age", this, ControlPlaneRouteTable::contactAgeSeconds)
                .description("Time since the control plane last answered, or since the start")
                .baseUnit("seconds")
                .strongReference(true)
                .register(node.meters());
    }

    /** Begins to load the kept copy and to follow the control plane. */
    public static ControlPlaneRouteTable start(Vertx vertx, NodeContext node) {
        return start(vertx, node, OptionalLong::empty);
    }

    /**
     * As {@link #start(Vertx, NodeContext)}, of a node that sends requests by its routes.
     *
     * @param oldestInUse the oldest epoch by which something was sent that is still on its way; empty when nothing is. The control
     *     plane is told
     */
    public static ControlPlaneRouteTable startSending(
            Vertx vertx, NodeContext node, Supplier<OptionalLong> oldestInUse) {
        return start(vertx, node, () -> OptionalLong.of(oldestInUse.get().orElse(Long.MAX_VALUE)));
    }

    private static ControlPlaneRouteTable start(Vertx vertx, NodeContext node, Supplier<OptionalLong> inUse) {
        ControlPlaneRouteTable table = new ControlPlaneRouteTable(vertx, node, inUse);
        table.load();
        return table;
    }

    @Override
    public RouteSnapshot current() {
        return current;
    }

    @Override
    public Future<Void> loaded() {
        return loaded.future();
    }

    @Override
    public Future<Void> refresh() {
        if (refreshing != null) {
            return refreshing;
        }
        Promise<Void> done = Promise.promise();
        refreshing = done.future();
        client.ask(current.epoch(), 0, said()).onComplete(answer -> {
            refreshing = null;
            heard(answer.result());
            done.complete();
        });
        return done.future();
    }

    @Override
    public Future<Void> refreshTo(long wanted) {
        boolean isOlder = refreshing != null;
        Future<Void> asked = refresh();
        return isOlder ? asked.compose(done -> current.epoch() < wanted ? refresh() : asked) : asked;
    }

    @Override
    public void close() {
        closed = true;
        client.close();
    }

    private void load() {
        vertx.executeBlocking(file::load).onComplete(copy -> {
            if (copy.failed()) {
                LOG.warn("The kept copy of the routes is not used: {}", describe(copy.cause()));
            } else {
                copy.result().ifPresent(snapshot -> {
                    saved = snapshot;
                    adopt(snapshot);
                });
            }
            follow();
        });
    }

    private void follow() {
        if (closed) {
            return;
        }
        OptionalLong said = said();
        boolean behind = said.isPresent() && said.getAsLong() < current.epoch();
        client.ask(current.epoch(), behind ? BEHIND_WAIT_SECONDS : WAIT_SECONDS, said)
                .onComplete(answer -> {
                    heard(answer.result());
                    long pauseMillis = failures == 0 ? PAUSE_MILLIS : backoffMillis(failures, random);
                    vertx.setTimer(pauseMillis, id -> follow());
                });
    }

    /** What is on its way by the routes in force, and nothing being on its way, are the same to whoever asks. */
    private OptionalLong said() {
        OptionalLong oldest = inUse.get();
        return oldest.isPresent() ? OptionalLong.of(Math.min(oldest.getAsLong(), current.epoch())) : oldest;
    }

    private void heard(Answer answer) {
        switch (answer) {
            case Answer.Newer newer -> {
                contact();
                adopt(newer.snapshot());
            }
            case Answer.Unchanged unchanged -> {
                contact();
                save();
            }
            case Answer.Failed failed -> {
                failures++;
                if (failures == 1 && !closed) {
                    LOG.warn(
                            "No routes from the control plane, going on with epoch {}: {}",
                            current.epoch(),
                            describe(failed.cause()));
                }
            }
        }
    }

    private void contact() {
        if (failures > 0) {
            LOG.info("The control plane answers again");
        }
        failures = 0;
        lastContactNanos = nanoClock.getAsLong();
    }

    private void adopt(RouteSnapshot snapshot) {
        if (snapshot.isNewerThan(current)) {
            current = snapshot;
            loaded.tryComplete();
            save();
        }
    }

    /** One at a time; snapshots that came meanwhile are one write. A failed one is tried again at the next answer. */
    private void save() {
        RouteSnapshot snapshot = current;
        if (saving || !snapshot.isNewerThan(saved)) {
            return;
        }
        saving = true;
        vertx.<Void>executeBlocking(() -> {
                    file.save(snapshot);
                    return null;
                })
                .onComplete(written -> {
                    saving = false;
                    if (written.succeeded()) {
                        saved = snapshot;
                        save();
                    } else {
                        LOG.warn(
                                "The routes of epoch {} are not kept: {}", snapshot.epoch(), describe(written.cause()));
                    }
                });
    }

    private double contactAgeSeconds() {
        return (nanoClock.getAsLong() - lastContactNanos) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    /** Doubles with each failure up to the bound; half of it is random, so that the nodes of a mesh do not come at once. */
    static long backoffMillis(int failures, RandomGenerator random) {
        long ceiling = Math.min(BACKOFF_MILLIS_MAX, (long) BACKOFF_MILLIS_MIN << Math.min(failures - 1, 10));
        return ceiling / 2 + random.nextLong(ceiling / 2 + 1);
    }

    private static String describe(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}

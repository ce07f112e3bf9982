package dev.cellmesh.runtime.node;

import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How does a node live? It gets a Vert.x of its own with one event loop, so that nodes in one JVM share no thread, no pool
 * and no memory of ours; then its verticle; then its ops server. Safe to call from any thread but its own event loop.
 */
public final class NodeRunner {
    private static final Logger LOG = LoggerFactory.getLogger(NodeRunner.class);

    /** Only files and name look-ups block, and a node does little of both. */
    private static final int BLOCKING_THREADS = 2;
    /** What to tell of Vert.x: its requests are counted here by operation, and to count them twice would cost each a few microseconds. */
    private static final Set<MetricsDomain> DOMAINS_OFF = EnumSet.complementOf(EnumSet.of(MetricsDomain.NAMED_POOLS));

    private final NodeConfig config;
    private final Vertx vertx;
    private final NodeVerticle verticle;
    private final PrometheusMeterRegistry meters;
    private final AtomicBoolean ended = new AtomicBoolean();
    /** Of no context: the node's own is gone by then. */
    private final Promise<Void> end = Promise.promise();

    private NodeRunner(NodeConfig config, Vertx vertx, NodeVerticle verticle, PrometheusMeterRegistry meters) {
        this.config = config;
        this.vertx = vertx;
        this.verticle = verticle;
        this.meters = meters;
    }

    /** Ends when the node listens; when it cannot, all that was opened is closed again and the reason is the failure. */
    public static Future<NodeRunner> start(NodeConfig config) {
        return start(config, NodeRunner::kill);
    }

    /**
     * As above.
     *
     * @param crash how the node dies when it dies of itself, see {@link NodeContext#crash()}
     */
    static Future<NodeRunner> start(NodeConfig config, Consumer<NodeRunner> crash) {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        meters.config().commonTags("node", config.id(), "region", config.region());
        LabelBound.apply(meters);
        Vertx vertx = Vertx.builder()
                .with(new VertxOptions()
                        .setEventLoopPoolSize(1)
                        .setWorkerPoolSize(BLOCKING_THREADS)
                        .setInternalBlockingPoolSize(BLOCKING_THREADS)
                        .setMetricsOptions(new MicrometerMetricsOptions()
                                .setEnabled(true)
                                // Vert.x keeps registries by name for the whole JVM, and would count every node's
                                // requests with the first one's.
                                .setRegistryName(config.id() + "/" + UUID.randomUUID())
                                .setDisabledMetricsCategories(categories(DOMAINS_OFF))
                                .setLabels(EnumSet.of(Label.POOL_NAME))))
                .withMetrics(new MicrometerMetricsFactory(meters))
                .build();
        AtomicReference<NodeRunner> self = new AtomicReference<>();
        NodeContext context = new NodeContext(
                config,
                meters,
                System::nanoTime,
                InstantSource.system(),
                RandomGenerator.of("L64X128MixRandom"),
                () -> crash.accept(self.get()));
        NodeVerticle verticle;
        try {
            verticle = factory(config.kind()).create(context);
        } catch (RuntimeException e) {
            return vertx.close().transform(closed -> Future.failedFuture(e));
        }
        NodeRunner runner = new NodeRunner(config, vertx, verticle, meters);
        self.set(runner);
        OpsServer ops = new OpsServer(config.ops(), verticle, meters);
        // A promise of no context: those of the node's own loop say nothing any more once that loop is closed.
        Promise<NodeRunner> started = Promise.promise();
        vertx.deployVerticle(verticle)
                .compose(deployed -> vertx.deployVerticle(ops))
                .onComplete(
                        deployed -> started.complete(runner),
                        e -> runner.close().onComplete(closed -> started.fail(e)));
        return started.future();
    }

    private static Set<String> categories(Set<MetricsDomain> domains) {
        Set<String> names = new java.util.TreeSet<>();
        domains.forEach(domain -> names.add(domain.toCategory()));
        return names;
    }

    private static NodeFactory factory(String kind) {
        for (NodeFactory factory : ServiceLoader.load(NodeFactory.class)) {
            if (factory.kind().equals(kind)) {
                return factory;
            }
        }
        throw new IllegalArgumentException("no node factory for kind " + kind + " on the class path");
    }

    public NodeConfig config() {
        return config;
    }

    public boolean isRunning() {
        return !ended.get();
    }

    /** Ends with the node, whoever ended it. */
    public Future<Void> ended() {
        return end.future();
    }

    /** May it get requests now? False when it has ended; never fails. */
    public Future<Boolean> isReady() {
        return ended.get() ? Future.succeededFuture(false) : OpsServer.askReady(verticle);
    }

    /** Lets requests in flight end, for at most the limit, and closes. */
    public Future<Void> stop(Duration drainLimit) {
        if (ended.get()) {
            return end.future();
        }
        return verticle.onLoop(verticle::drain)
                .timeout(drainLimit.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(e -> LOG.warn("{} did not drain within {} ms", config.id(), drainLimit.toMillis()))
                .transform(drained -> close());
    }

    /** Drops everything at once, as a crash would. */
    public Future<Void> kill() {
        return close();
    }

    private Future<Void> close() {
        if (!ended.compareAndSet(false, true)) {
            return end.future();
        }
        return vertx.close().onComplete(closed -> {
            meters.close();
            end.complete();
        });
    }

    /** Registers what only makes sense once a process: call it where one JVM is one node. */
    public void bindJvmMetrics() {
        new JvmMemoryMetrics().bindTo(meters);
    }
}

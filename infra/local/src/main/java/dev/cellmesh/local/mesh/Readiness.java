package dev.cellmesh.local.mesh;

import dev.cellmesh.runtime.node.NodeConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** May a node get requests, as it says itself? Asked as anybody would: over HTTP. */
final class Readiness {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final int ASK_AGAIN_MILLIS = 50;
    private static final String ROUTE_EPOCH = "cellmesh_route_epoch{";
    private static final String OPERATIONS_KNOWN = "cellmesh_edge_operations_known{";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(ANSWER_LIMIT).build();

    private Readiness() {}

    static boolean isReady(NodeConfig node) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + node.ops() + "/health/ready"))
                    .timeout(ANSWER_LIMIT)
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** @throws MeshStartException when it does not become ready in time */
    static void await(NodeConfig node) throws InterruptedException {
        await(node, "it was not ready", () -> isReady(node));
    }

    /**
     * Waits until a node knows the routes of an epoch, so that no tenant of that epoch is unknown to it.
     *
     * @throws MeshStartException when it does not hear of them in time
     */
    static void awaitRoutes(NodeConfig node, long epoch) throws InterruptedException {
        await(node, "it did not hear of routes " + epoch, () -> gauge(node, ROUTE_EPOCH) >= epoch);
    }

    /**
     * Waits until an edge has learnt what the operations promise, so that it sends nothing farther than it must.
     *
     * @throws MeshStartException when no cell tells it in time
     */
    static void awaitProfiles(NodeConfig edge) throws InterruptedException {
        await(edge, "it did not hear of the profiles", () -> gauge(edge, OPERATIONS_KNOWN) > 0);
    }

    /** Zero when it cannot be asked. */
    private static long gauge(NodeConfig node, String name) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + node.ops() + "/metrics"))
                    .timeout(ANSWER_LIMIT)
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .max()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static void await(NodeConfig node, String otherwise, BooleanSupplier condition)
            throws InterruptedException {
        long giveUpAtNanos = System.nanoTime() + START_LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > giveUpAtNanos) {
                throw new MeshStartException(node.id(), otherwise + " within " + START_LIMIT.toSeconds() + " s", null);
            }
            Thread.sleep(ASK_AGAIN_MILLIS);
        }
    }
}

package dev.cellmesh.local.cockroach;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.Endpoint;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How does what was found become a cluster that can be used? */
public final class CockroachClusters {
    private static final int PORT = 26_257;
    /** It is there, or the URL is wrong. */
    private static final Duration RUNS_ALREADY = Duration.ofSeconds(10);
    /** Nine nodes on a small machine. */
    private static final Duration JUST_STARTED = Duration.ofMinutes(3);

    private CockroachClusters() {}

    /**
     * Returns when it takes statements.
     *
     * @param regions that it is to have where it is started here
     * @return empty when nothing was found
     * @throws ClusterException when it cannot be used
     */
    public static Optional<CockroachCluster> open(ClusterFinder.Found found, List<Region> regions) throws Exception {
        return switch (found) {
            case ClusterFinder.Found.Named named ->
                Optional.of(named(named.url()).awaitReady(RUNS_ALREADY));
            case ClusterFinder.Found.Program program -> Optional.of(ready(DemoCluster.start(program.path(), regions)));
            case ClusterFinder.Found.Docker docker -> Optional.of(ready(ContainerCluster.start(regions)));
            case ClusterFinder.Found.Nothing nothing -> Optional.empty();
        };
    }

    /**
     * One or more URLs of the form {@code postgresql://user:password@host:port}, separated by commas: a node of each region, so
     * that each region's reads are tried in it. What else is in them is ignored.
     *
     * @throws ClusterException when it is not one
     */
    static CockroachCluster named(String urls) {
        List<Endpoint> nodes = new ArrayList<>();
        String user = CockroachCluster.ADMINISTRATOR;
        String password = "";
        for (String each : urls.split(",", -1)) {
            URI url = parsed(each.strip());
            nodes.add(new Endpoint(url.getHost(), url.getPort() < 0 ? PORT : url.getPort()));
            if (url.getRawUserInfo() != null) {
                String[] parts = url.getRawUserInfo().split(":", 2);
                user = decoded(parts[0]);
                password = parts.length > 1 ? decoded(parts[1]) : "";
            }
        }
        return new CockroachCluster("the cluster at " + nodes.get(0), user, password, nodes, () -> {});
    }

    private static URI parsed(String text) {
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new ClusterException("not a URL of a cluster: it must be like postgresql://root@host:26257");
        }
        if (url.getHost() == null || !("postgresql".equals(url.getScheme()) || "postgres".equals(url.getScheme()))) {
            throw new ClusterException("not a URL of a cluster: it must be like postgresql://root@host:26257");
        }
        String query = url.getQuery() == null ? "" : url.getQuery();
        if (query.contains("sslmode=require") || query.contains("sslmode=verify")) {
            throw new ClusterException(
                    "the nodes connect without TLS, which this URL asks for (" + url.getHost() + ")");
        }
        return url;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static CockroachCluster ready(CockroachCluster started) throws Exception {
        try {
            return started.awaitReady(JUST_STARTED);
        } catch (ClusterException | InterruptedException e) {
            started.close();
            throw e;
        }
    }
}

package dev.cellmesh.runtime.node;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What does one node need to know to run? The launcher writes it as JSON; a deployment would from its own settings.
 *
 * @param kind which {@link NodeFactory} makes it: {@code cell}, {@code edge} or {@code control-plane}
 * @param id a cell's name such as {@code us-east1-c03}, {@code us-east1-edge}, or {@code control-plane}
 * @param listen for requests
 * @param ops for {@code /health/live}, {@code /health/ready} and {@code /metrics}
 * @param stateFolder where it keeps its last good copies
 * @param database empty rings for an edge, which has no database
 * @param controlPlane as seen from this node
 * @param nodeToken the bearer token with the role {@code node}
 * @param publicKeyPem verifies every token (ES256)
 * @param cells where each cell listens, as seen from this node; for edges
 * @param regions all of the mesh, the control plane's own first
 * @param cellsPerTenant {@code k}: how many cells of each region serve one tenant; for the control plane
 * @param zonesPerRegion how many fault domains the cells of each region are numbered through in turn; the same on all control planes
 * @param services names of the {@code CellService}s that a cell serves; all of them when empty
 * @param weaknesses protections that it does without, so that a proof can show that they matter
 * @param sizes for cells
 * @param routing for edges
 * @param tokenSecret signs the write tokens that clients carry; the same on all cells of a mesh, not empty
 */
public record NodeConfig(
        String kind,
        String id,
        String region,
        Endpoint listen,
        Endpoint ops,
        String stateFolder,
        DatabaseConfig database,
        Endpoint controlPlane,
        String nodeToken,
        String publicKeyPem,
        Map<String, Endpoint> cells,
        List<String> regions,
        int cellsPerTenant,
        int zonesPerRegion,
        List<String> services,
        Set<Weakness> weaknesses,
        CellSizes sizes,
        EdgeRouting routing,
        String tokenSecret) {
    /** @throws IllegalArgumentException when its parts do not fit together */
    public NodeConfig {
        routing.checkRegions(regions);
    }

    public boolean isWithout(Weakness protection) {
        return weaknesses.contains(protection);
    }

    /** The same, with its last good copies elsewhere: for what stands beside a node, and may not write over its copies. */
    public NodeConfig keptIn(String folder) {
        return new NodeConfig(
                kind,
                id,
                region,
                listen,
                ops,
                folder,
                database,
                controlPlane,
                nodeToken,
                publicKeyPem,
                cells,
                regions,
                cellsPerTenant,
                zonesPerRegion,
                services,
                weaknesses,
                sizes,
                routing,
                tokenSecret);
    }
}

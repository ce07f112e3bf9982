package dev.cellmesh.local.mesh;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.node.CellSizes;
import dev.cellmesh.runtime.node.DatabaseConfig;
import dev.cellmesh.runtime.node.EdgeRouting;
import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.node.NodeConfig;
import dev.cellmesh.runtime.node.RingConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What is each node told? Pure: every address as the node sees it, those of other regions behind their WAN links.
 *
 * @param path how a node of a region reaches a port of another one
 * @param cellDoor where all edges reach a cell: its own port, or a link before it
 * @param login as whom nodes connect to their databases
 * @param rings where the databases listen, as a region sees them
 * @param connections how many nodes may have to the databases, and what else goes with that
 * @param tap stands before the databases' addresses, as cells see them
 */
record MeshPlan(
        MeshOptions options,
        PortPlan ports,
        MeshFolder.MeshSecrets secrets,
        String nodeToken,
        Path path,
        Function<CellId, Endpoint> cellDoor,
        MeshDatabases.Login login,
        Rings rings,
        ConnectionPlan connections,
        DatabaseTap tap,
        java.nio.file.Path folder) {

    static final String CONTROL_PLANE = "control-plane";

    /** How does a node of a region reach a port of another one? */
    interface Path {
        Endpoint from(Region from, Region to, Endpoint target);
    }

    /** How does a node of a region reach a ring? */
    interface Rings {
        RingConfig seenFrom(RingId ring, Region region);
    }

    static String edgeId(Region region) {
        return region + "-edge";
    }

    Region first() {
        return ports.regions().getFirst();
    }

    NodeConfig controlPlane() {
        Map<String, Endpoint> cells = new LinkedHashMap<>();
        ports.cells().forEach(cell -> cells.put(cell.toString(), ports.cell(cell)));
        return node(
                "control-plane",
                CONTROL_PLANE,
                first(),
                ports.controlPlane(),
                ports.controlPlaneOps(),
                allRings(),
                cells);
    }

    NodeConfig edge(Region region) {
        Map<String, Endpoint> cells = new LinkedHashMap<>();
        ports.cells()
                .forEach(cell -> cells.put(cell.toString(), path.from(region, cell.region(), cellDoor.apply(cell))));
        return node("edge", edgeId(region), region, ports.edge(region), ports.edgeOps(region), List.of(), cells);
    }

    NodeConfig cell(CellId cell) {
        return node(
                "cell", cell.toString(), cell.region(), ports.cell(cell), ports.cellOps(cell), allRings(), Map.of());
    }

    private List<RingId> allRings() {
        return Stream.concat(ports.regions().stream().map(RingId::of), Stream.of(RingId.GLOBAL))
                .toList();
    }

    private NodeConfig node(
            String kind,
            String id,
            Region region,
            Endpoint listen,
            Endpoint ops,
            List<RingId> ids,
            Map<String, Endpoint> cells) {
        return new NodeConfig(
                kind,
                id,
                region.name(),
                listen,
                ops,
                folder.resolve("nodes").resolve(id).toString(),
                database(region, ids, kind.equals("cell") ? tap : DatabaseTap.NONE),
                path.from(region, first(), ports.controlPlane()),
                nodeToken,
                secrets.signing().publicKeyPem(),
                cells,
                ports.regions().stream().map(Region::name).toList(),
                Math.min(options.cellsPerTenant(), options.cellsPerRegion()),
                MeshOptions.ZONES_PER_REGION,
                options.services(),
                options.weaknesses(),
                sizes(kind),
                kind.equals("edge") ? routing(region) : EdgeRouting.NONE,
                secrets.tokenSecret());
    }

    private EdgeRouting routing(Region from) {
        Map<String, Endpoint> edges = new LinkedHashMap<>();
        Map<String, String> baseUrls = new LinkedHashMap<>();
        for (Region region : ports.regions()) {
            edges.put(region.name(), path.from(from, region, ports.edge(region)));
            baseUrls.put(region.name(), "http://" + ports.edge(region));
        }
        return LocalRouting.in(folder).between(edges, baseUrls);
    }

    private CellSizes sizes(String kind) {
        return kind.equals("control-plane") ? connections.controlPlane() : connections.cell();
    }

    private DatabaseConfig database(Region region, List<RingId> ids, DatabaseTap between) {
        List<RingConfig> seen = new ArrayList<>();
        for (RingId id : ids) {
            RingConfig ring = rings.seenFrom(id, region);
            seen.add(new RingConfig(
                    ring.ring(),
                    between.before(ring.ring(), ring.primary()),
                    ring.primaryRegion(),
                    between.before(ring.ring(), ring.replica())));
        }
        return new DatabaseConfig(login.kind(), login.database(), login.user(), login.password(), seen);
    }
}

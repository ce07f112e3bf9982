package dev.cellmesh.local.mesh;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.Endpoint;
import java.util.ArrayList;
import java.util.List;

/**
 * Which port does each part listen on? Pure arithmetic on the base, so that a person can guess it: edges at the base and
 * behind it, the control plane at +10, the mesh's own API at +11, cells from +100 a region, what is for operators above
 * them. Databases and WAN links take free ports instead.
 *
 * @param cellsPerRegion of the first region
 * @param cellsElsewhere of each of the others
 */
public record PortPlan(int base, List<Region> regions, int cellsPerRegion, int cellsElsewhere) {
    /** Below are the ports that need rights. */
    public static final int BASE_MIN = 1_024;
    /** Leaves room for the highest offset below 20,000, where the databases' own ports begin. */
    public static final int BASE_MAX = 19_000;

    private static final int CONTROL_PLANE = 10;
    private static final int MESH = 11;
    private static final int EDGE_OPS = 20;
    private static final int CONTROL_PLANE_OPS = 23;
    private static final int REGION_STEP = 100;
    private static final int CELL_OPS = 400;

    /** With as many cells in every region. */
    public PortPlan(int base, List<Region> regions, int cellsPerRegion) {
        this(base, regions, cellsPerRegion, cellsPerRegion);
    }

    public Endpoint edge(Region region) {
        return Endpoint.local(base + indexOf(region));
    }

    public Endpoint edgeOps(Region region) {
        return Endpoint.local(base + EDGE_OPS + indexOf(region));
    }

    public Endpoint controlPlane() {
        return Endpoint.local(base + CONTROL_PLANE);
    }

    public Endpoint controlPlaneOps() {
        return Endpoint.local(base + CONTROL_PLANE_OPS);
    }

    /** The mesh's own API: status, tokens, nodes, links. */
    public Endpoint mesh() {
        return meshAt(base);
    }

    public static Endpoint meshAt(int base) {
        return Endpoint.local(base + MESH);
    }

    public Endpoint cell(CellId cell) {
        return Endpoint.local(base + REGION_STEP * (1 + indexOf(cell.region())) + cell.number());
    }

    public Endpoint cellOps(CellId cell) {
        return Endpoint.local(cell(cell).port() + CELL_OPS);
    }

    /** Of the region, in the order of their numbers. */
    public List<CellId> cells(Region region) {
        List<CellId> cells = new ArrayList<>();
        int count = indexOf(region) == 0 ? cellsPerRegion : cellsElsewhere;
        for (int number = 1; number <= count; number++) {
            cells.add(new CellId(region, number));
        }
        return cells;
    }

    public List<CellId> cells() {
        return regions.stream().flatMap(region -> cells(region).stream()).toList();
    }

    /** Every port of the plan, to be checked before anything is started. */
    public List<Endpoint> all() {
        List<Endpoint> all = new ArrayList<>();
        regions.forEach(region -> all.add(edge(region)));
        all.add(controlPlane());
        all.add(mesh());
        regions.forEach(region -> all.add(edgeOps(region)));
        all.add(controlPlaneOps());
        cells().forEach(cell -> all.add(cell(cell)));
        cells().forEach(cell -> all.add(cellOps(cell)));
        return all;
    }

    /** Whether a mesh could listen on all of them now. */
    public boolean areFree() {
        return all().stream().noneMatch(Preflight::isTaken);
    }

    private int indexOf(Region region) {
        int index = regions.indexOf(region);
        if (index < 0) {
            throw new IllegalArgumentException("no region " + region + " in this mesh");
        }
        return index;
    }
}

package dev.cellmesh.local.mesh;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.Weakness;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What mesh is to be brought up?
 *
 * @param wan whether distance between regions is simulated
 * @param cellsPerRegion {@code N}, 1 to {@value #CELLS_PER_REGION_MAX}; of the first region alone, when there are fewer elsewhere
 * @param data where everything is kept; a temporary folder, deleted at the end, when empty
 * @param portBase the first edge's port; all others are derived from it, see {@link PortPlan}
 * @param processes whether each cell and edge is a process of its own
 * @param sabotage breaks promises of the databases on purpose, for a proof's control
 * @param services what cells serve; all there is when empty
 * @param nodeJavaOptions for the JVMs of cells and edges that are processes, behind the usual ones, so that they win
 * @param weaknesses protections that the nodes do without, for a proof's control
 * @param cellsPerTenant {@code k}: how many cells of each region serve one tenant; all when there are fewer
 * @param cellLinks whether edges reach each cell through a link of its own, so that one cell alone can be slowed; each request
 *     then takes one hop more
 * @param restarts whether a cell or an edge that ends by itself is started again
 * @param cellsElsewhere cells of each region but the first, 1 to {@code cellsPerRegion}: a proof about the cells of one region
 *     needs few in the others
 */
public record MeshOptions(
        boolean wan,
        int cellsPerRegion,
        Optional<Path> data,
        int portBase,
        boolean processes,
        Set<Sabotage> sabotage,
        List<String> services,
        List<String> nodeJavaOptions,
        boolean cellLinks,
        Set<Weakness> weaknesses,
        int cellsPerTenant,
        boolean restarts,
        int cellsElsewhere) {

    /** In the order of their ports; the first one has the control plane and the global ring's primary. */
    public static final List<Region> REGIONS =
            List.of(new Region("us-east1"), new Region("europe-west1"), new Region("asia-southeast1"));

    public static final int PORT_BASE_DEFAULT = 8080;
    public static final int CELLS_PER_REGION_DEFAULT = 4;
    /** Two digits in the port plan; and each cell holds threads and connections. */
    public static final int CELLS_PER_REGION_MAX = 32;
    /** {@code k} of {@code N}: two, so that one dead cell takes no tenant down. */
    public static final int CELLS_PER_TENANT = 2;

    /** As the regions of the large clouds have, but for a few. */
    public static final int ZONES_PER_REGION = 3;

    public static final MeshOptions DEFAULT = new MeshOptions(
            true, CELLS_PER_REGION_DEFAULT, Optional.empty(), PORT_BASE_DEFAULT, false, Set.of(), List.of());

    /** With the usual JVM options, and without links to single cells. */
    public MeshOptions(
            boolean wan,
            int cellsPerRegion,
            Optional<Path> data,
            int portBase,
            boolean processes,
            Set<Sabotage> sabotage,
            List<String> services) {
        this(
                wan,
                cellsPerRegion,
                data,
                portBase,
                processes,
                sabotage,
                services,
                List.of(),
                false,
                Set.of(),
                CELLS_PER_TENANT,
                true,
                cellsPerRegion);
    }

    public MeshOptions {
        if (cellsPerRegion < 1 || cellsPerRegion > CELLS_PER_REGION_MAX) {
            throw new IllegalArgumentException(
                    "a region has 1 to " + CELLS_PER_REGION_MAX + " cells here, not " + cellsPerRegion);
        }
        if (cellsElsewhere < 1 || cellsElsewhere > cellsPerRegion) {
            throw new IllegalArgumentException(
                    "another region has 1 to " + cellsPerRegion + " cells here, not " + cellsElsewhere);
        }
        if (portBase < PortPlan.BASE_MIN || portBase > PortPlan.BASE_MAX) {
            throw new IllegalArgumentException(
                    "the port base is " + PortPlan.BASE_MIN + " to " + PortPlan.BASE_MAX + ", not " + portBase);
        }
    }

    public MeshOptions serving(String... names) {
        return new MeshOptions(
                wan,
                cellsPerRegion,
                data,
                portBase,
                processes,
                sabotage,
                List.of(names),
                nodeJavaOptions,
                cellLinks,
                weaknesses,
                cellsPerTenant,
                restarts,
                cellsElsewhere);
    }

    public MeshOptions withNodeJavaOptions(List<String> options) {
        return new MeshOptions(
                wan,
                cellsPerRegion,
                data,
                portBase,
                processes,
                sabotage,
                services,
                options,
                cellLinks,
                weaknesses,
                cellsPerTenant,
                restarts,
                cellsElsewhere);
    }

    public MeshOptions withPortBase(int base) {
        return new MeshOptions(
                wan,
                cellsPerRegion,
                data,
                base,
                processes,
                sabotage,
                services,
                nodeJavaOptions,
                cellLinks,
                weaknesses,
                cellsPerTenant,
                restarts,
                cellsElsewhere);
    }

    public MeshOptions withCellLinks(boolean links) {
        return new MeshOptions(
                wan,
                cellsPerRegion,
                data,
                portBase,
                processes,
                sabotage,
                services,
                nodeJavaOptions,
                links,
                weaknesses,
                cellsPerTenant,
                restarts,
                cellsElsewhere);
    }

    public MeshOptions without(Set<Weakness> protections) {
        return new MeshOptions(
                wan,
                cellsPerRegion,
                data,
                portBase,
                processes,
                sabotage,
                services,
                nodeJavaOptions,
                cellLinks,
                protections,
                cellsPerTenant,
                restarts,
                cellsElsewhere);
    }

    public MeshOptions withCellsPerTenant(int cells) {
        return new MeshOptions(
                wan,
                cellsPerRegion,
                data,
                portBase,
                processes,
                sabotage,
                services,
                nodeJavaOptions,
                cellLinks,
                weaknesses,
                cells,
                restarts,
                cellsElsewhere);
    }

    public MeshOptions withRestarts(boolean again) {
        return new MeshOptions(
                wan,
                cellsPerRegion,
                data,
                portBase,
                processes,
                sabotage,
                services,
                nodeJavaOptions,
                cellLinks,
                weaknesses,
                cellsPerTenant,
                again,
                cellsElsewhere);
    }

    public MeshOptions withCellsElsewhere(int cells) {
        return new MeshOptions(
                wan,
                cellsPerRegion,
                data,
                portBase,
                processes,
                sabotage,
                services,
                nodeJavaOptions,
                cellLinks,
                weaknesses,
                cellsPerTenant,
                restarts,
                cells);
    }

    /** Which port does each of its parts listen on? */
    public PortPlan ports() {
        return new PortPlan(portBase, REGIONS, cellsPerRegion, cellsElsewhere);
    }
}

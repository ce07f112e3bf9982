package dev.cellmesh.local.cli;

import dev.cellmesh.local.blast.BlastReport;
import dev.cellmesh.local.blast.BlastText;
import dev.cellmesh.local.mesh.MeshOptions;
import dev.cellmesh.local.mesh.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "blast-radius",
        mixinStandardHelpOptions = true,
        description = {
            "Tells who loses all, part or nothing when cells of a region die, counted on a placement of this shape,",
            "and what chance alone and fixed shards would give. Needs no mesh."
        })
final class BlastRadiusCommand implements Runnable {
    private static final int ZONES_DEFAULT = MeshOptions.ZONES_PER_REGION;

    /** {@code c03}, or 3. */
    static final class CellNumber implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String name) {
            if (!name.matches("c?[0-9]{1,3}")) {
                throw new TypeConversionException("not a cell such as c03: " + name);
            }
            return Integer.parseInt(name.startsWith("c") ? name.substring(1) : name);
        }
    }

    @Option(names = "--cells", required = true, paramLabel = "N", description = "Cells of the region.")
    int cells;

    @Option(names = "--shard", required = true, paramLabel = "K", description = "Cells of a tenant.")
    int shard;

    @Option(names = "--tenants", required = true, paramLabel = "T", description = "How many come.")
    int tenants;

    @Option(
            names = "--zones",
            paramLabel = "Z",
            description = "Fault domains, which cells are numbered through in turn (default: " + ZONES_DEFAULT
                    + ", or as many as there are cells).")
    Optional<Integer> zones = Optional.empty();

    @Option(
            names = "--kill",
            split = ",",
            paramLabel = "CELL",
            converter = CellNumber.class,
            description = "Which cells die, such as c03,c07; otherwise the fullest one, and all of the worst tenant.")
    List<Integer> kill = List.of();

    @Option(names = "--json", description = "For scripts.")
    boolean json;

    @Override
    public void run() {
        BlastReport report = report(new TreeSet<>(kill));
        System.out.println(json ? BlastText.json(report).encodePrettily() : BlastText.table(report));
    }

    private BlastReport report(Set<Integer> dead) {
        try {
            int faultDomains = zones.orElse(Math.min(ZONES_DEFAULT, cells));
            return BlastReport.of(new BlastReport.Shape(cells, shard, tenants, faultDomains), dead);
        } catch (IllegalArgumentException wrong) {
            throw new RefusedException(wrong.getMessage());
        }
    }
}

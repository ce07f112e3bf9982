package dev.cellmesh.model.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.placement.PlacementOutcome.Seats;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The same on every machine, and the same as yesterday: {@code golden-vectors.txt} was made apart from this code. */
class GoldenVectorsTest {
    private record Vector(String mesh, TenantId tenant, List<CellId> cells, int sameSet) {
        /** {@code 8 2 3 tenant-0: us-east1-c03 us-east1-c02 | 0} */
        static Vector parse(String line) {
            int colon = line.indexOf(':');
            int bar = line.indexOf('|');
            String question = line.substring(0, colon);
            int lastBlank = question.lastIndexOf(' ');
            List<CellId> cells = new ArrayList<>();
            for (String name : line.substring(colon + 1, bar).strip().split(" ", -1)) {
                cells.add(CellId.parse(name));
            }
            return new Vector(
                    question.substring(0, lastBlank),
                    new TenantId(question.substring(lastBlank + 1)),
                    cells,
                    Integer.parseInt(line.substring(bar + 1).strip()));
        }
    }

    @Test
    void nobodyMoves() throws IOException {
        String mesh = "";
        Seating seating = new Seating();
        int seen = 0;
        for (Vector vector : vectors()) {
            if (!vector.mesh().equals(mesh)) {
                mesh = vector.mesh();
                seating = new Seating();
            }
            Region region = vector.cells().getFirst().region();
            int[] sizes = numbers(mesh);
            Membership membership =
                    Membership.of(Meshes.cells(region, sizes[0])).inZones(sizes[2]);
            Seats seats = Meshes.placed(new ShufflePlacement(sizes[1]), membership, seating, vector.tenant())
                    .seats()
                    .get(region);
            assertThat(seats.cells()).as("%s %s", mesh, vector.tenant()).isEqualTo(vector.cells());
            assertThat(seats.sameSet()).as("%s %s", mesh, vector.tenant()).isEqualTo(vector.sameSet());
            seating.put(vector.tenant(), Map.of(region, seats.cells()), false);
            seen++;
        }
        assertThat(seen).isGreaterThan(100);
    }

    private static int[] numbers(String mesh) {
        List<Integer> numbers = new ArrayList<>();
        for (String number : mesh.split(" ", -1)) {
            numbers.add(Integer.parseInt(number));
        }
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    private static List<Vector> vectors() throws IOException {
        try (InputStream file = GoldenVectorsTest.class.getResourceAsStream("golden-vectors.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Vector::parse)
                    .toList();
        }
    }
}

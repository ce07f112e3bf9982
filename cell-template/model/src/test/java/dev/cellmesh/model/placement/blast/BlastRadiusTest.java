package dev.cellmesh.model.placement.blast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.placement.Seating;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlastRadiusTest {
    private static final Region EAST = new Region("us-east1");

    @Test
    void countsWhoLosesWhat() {
        Seating seating = new Seating();
        seating.put(new TenantId("both"), Map.of(EAST, cells(1, 2)), false);
        seating.put(new TenantId("one"), Map.of(EAST, cells(2, 3)), false);
        seating.put(new TenantId("none"), Map.of(EAST, cells(3, 4)), false);
        assertThat(BlastRadius.of(seating, EAST, cells(1, 2))).isEqualTo(new BlastRadius(1, 1, 1));
        assertThat(BlastRadius.of(seating, EAST, cells(5))).isEqualTo(new BlastRadius(0, 0, 3));
        assertThat(BlastRadius.ofPoison(seating, EAST, new TenantId("one"))).isEqualTo(new BlastRadius(0, 2, 0));
        assertThat(new BlastRadius(1, 0, 9).isWorseThan(new BlastRadius(0, 9, 1)))
                .isTrue();
        assertThat(new BlastRadius(1, 2, 7).isWorseThan(new BlastRadius(1, 1, 8)))
                .isTrue();
        assertThat(new BlastRadius(1, 1, 8).isWorseThan(new BlastRadius(1, 1, 8)))
                .isFalse();
    }

    /** A tenant for each set there is: what chance says is then what is counted, set by set. */
    @Property(tries = 200)
    void theoryIsWhatCountingEverySetGives(
            @ForAll @IntRange(min = 1, max = 9) int n,
            @ForAll @IntRange(min = 1, max = 9) int k,
            @ForAll @IntRange(max = 9) int dead) {
        int shard = Math.min(n, k);
        int gone = Math.min(n, dead);
        Seating seating = new Seating();
        int tenants = 0;
        for (int bits = 0; bits < 1 << n; bits++) {
            if (Integer.bitCount(bits) == shard) {
                seating.put(new TenantId("tenant-" + tenants++), Map.of(EAST, cellsOf(bits)), false);
            }
        }
        BlastRadius counted = BlastRadius.of(seating, EAST, cellsOf((1 << gone) - 1));
        Theory theory = new Theory(n, shard);
        assertThat(theory.sets()).isEqualTo(BigInteger.valueOf(tenants));
        assertThat(theory.loseAll(gone) * tenants).isEqualTo(counted.all(), within(1e-9));
        assertThat(theory.losePart(gone) * tenants).isEqualTo(counted.part(), within(1e-9));
        assertThat(theory.loseNothing(gone) * tenants).isEqualTo(counted.nothing(), within(1e-9));
    }

    /** As published: sets, the share that loses all with a poisoned set, the share that loses anything, and plain shards. */
    @ParameterizedTest
    @CsvSource({
        "8,2,28,0.0357,0.464,0.25",
        "12,3,220,0.00455,0.618,0.25",
        "16,2,120,0.00833,0.242,0.125",
        "16,4,1820,0.00055,0.728,0.25",
        "24,3,2024,0.00049,0.343,0.125",
        "100,5,75287520,0.000000013,0.230,0.05",
        "2048,4,730862190080,0,0.008,0.002"
    })
    void knownFigures(int n, int k, long sets, double all, double any, double plain) {
        Theory theory = new Theory(n, k);
        assertThat(theory.sets()).isEqualTo(BigInteger.valueOf(sets));
        assertThat(theory.loseAll(k)).isEqualTo(all, within(5e-5));
        assertThat(theory.loseAll(k) + theory.losePart(k)).isEqualTo(any, within(6e-4));
        assertThat(theory.plainShard()).isEqualTo(plain, within(5e-5));
    }

    /** Against every set of up to nine cells, numbered through the zones in turn. */
    @Property(tries = 100)
    void widestSetsAreCounted(
            @ForAll @IntRange(min = 1, max = 9) int n,
            @ForAll @IntRange(min = 1, max = 9) int k,
            @ForAll @IntRange(min = 1, max = 4) int zones) {
        int shard = Math.min(n, k);
        int most = Math.min(shard, Math.min(zones, n));
        int widest = 0;
        for (int bits = 0; bits < 1 << n; bits++) {
            int reached = (int) cellsOf(bits).stream()
                    .map(cell -> (cell.number() - 1) % zones)
                    .distinct()
                    .count();
            widest += Integer.bitCount(bits) == shard && reached == most ? 1 : 0;
        }
        List<Integer> sizes = new ArrayList<>();
        for (int zone = 0; zone < Math.min(zones, n); zone++) {
            sizes.add((n - zone + zones - 1) / zones);
        }
        assertThat(new Theory(n, shard).widestSets(sizes)).isEqualTo(BigInteger.valueOf(widest));
    }

    @Test
    void moreThanThereIsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Theory(4, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> new Theory(4, 0));
    }

    private static List<CellId> cellsOf(int bits) {
        List<CellId> cells = new ArrayList<>();
        for (int i = 0; i < Integer.SIZE; i++) {
            if ((bits >>> i & 1) == 1) {
                cells.add(new CellId(EAST, i + 1));
            }
        }
        return cells;
    }

    private static List<CellId> cells(Integer... numbers) {
        return List.of(numbers).stream().map(number -> new CellId(EAST, number)).toList();
    }
}

package dev.cellmesh.local.blast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BlastReportTest {
    /** The drill of the blast radius: one tenant of 500 is poison, and nobody else loses everything. */
    @Test
    void onePoisonousTenantOfFiveHundredTakesEverythingFromNobody() {
        BlastReport report = BlastReport.of(new BlastReport.Shape(16, 4, 500, 3), Set.of());
        assertThat(report.widestSets()).isEqualTo(BigInteger.valueOf(975));
        assertThat(report.differentSets()).isEqualTo(500);
        assertThat(report.sharersMost()).isEqualTo(1);
        BlastReport.Blast cell = report.blasts().getFirst();
        assertThat(cell.hit().tenants()).isEqualTo(500);
        assertThat(cell.hit().part()).isEqualTo(report.worstCellTenants());
        assertThat(cell.hit().all()).isZero();
        BlastReport.Blast poison = report.blasts().getLast();
        assertThat(poison.hit().tenants()).isEqualTo(499);
        assertThat(poison.hit().all()).isZero();
        assertThat(poison.dead()).isEqualTo(4);
    }

    @Test
    void killsWhatItIsTold() {
        BlastReport report = BlastReport.of(new BlastReport.Shape(4, 2, 100, 1), Set.of(1, 2, 3, 4));
        assertThat(report.blasts()).hasSize(1);
        assertThat(report.blasts().getFirst().hit().all()).isEqualTo(100);
        // Six sets for a hundred tenants.
        assertThat(report.differentSets()).isEqualTo(6);
        assertThat(report.sharersMost()).isEqualTo(17);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BlastReport.of(new BlastReport.Shape(4, 2, 9, 1), Set.of(5)));
    }

    @Test
    void aShapeThatCannotBeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new BlastReport.Shape(0, 1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new BlastReport.Shape(4, 5, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new BlastReport.Shape(4, 2, 10_001, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new BlastReport.Shape(4, 2, 1, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> new BlastReport.Shape(1_000, 2, 1, 1));
    }

    @Test
    void bothFormsTellTheSame() {
        BlastReport report = BlastReport.of(new BlastReport.Shape(8, 2, 50, 2), Set.of(3));
        JsonObject blast = BlastText.json(report).getJsonArray("blasts").getJsonObject(0);
        assertThat(blast.getInteger("part"))
                .isEqualTo(report.blasts().getFirst().hit().part());
        assertThat(blast.getJsonObject("byChance").getDouble("partShare")).isEqualTo(0.25, within(1e-9));
        assertThat(BlastText.table(report)).contains("c03", "LOSE NOTHING", "by chance");
    }
}

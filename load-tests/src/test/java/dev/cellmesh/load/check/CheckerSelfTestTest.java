package dev.cellmesh.load.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.load.selftest.SelfTestRow;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CheckerSelfTestTest {
    @Property(tries = 10)
    void everyPlantedFaultIsFoundAndNoCleanTwinIsFlagged(@ForAll long seed) {
        Planted planted = new Planted(seed);
        assertThat(planted.lostUpdate(true).violationCount()).isPositive();
        assertThat(planted.lostUpdate(false).holds()).isTrue();
        assertThat(planted.staleRead(true).violationCount()).isEqualTo(1);
        assertThat(planted.staleRead(false).holds()).isTrue();
        assertThat(planted.readBackInTime(true).violationCount()).isEqualTo(1);
        assertThat(planted.readBackInTime(false).holds()).isTrue();
        assertThat(planted.register(true).violationCount()).isEqualTo(1);
        assertThat(planted.register(false).holds()).isTrue();
        Planted.Money clean = planted.transfers(Planted.MoneyFault.NONE);
        assertThat(clean.effects().holds()).isTrue();
        assertThat(clean.conservation().holds()).isTrue();
        assertThat(planted.transfers(Planted.MoneyFault.TWICE).effects().violationCount())
                .isEqualTo(1);
        assertThat(planted.transfers(Planted.MoneyFault.VANISHED).effects().violationCount())
                .isEqualTo(1);
        assertThat(planted.transfers(Planted.MoneyFault.LEAKED).conservation().holds())
                .isFalse();
    }

    @Test
    void theRowsSayWhatWasSeen() {
        for (SelfTestRow row : CheckerSelfTest.rows(7)) {
            System.out.println(row);
        }
    }
}

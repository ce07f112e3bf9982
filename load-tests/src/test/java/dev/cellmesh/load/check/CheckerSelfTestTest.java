package dev.cellmesh.load.check;

import static org.assertj.core.api.Assertions.assertThat;

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
    void speedIsMeasuredOnHistoriesThatHold() {
        CheckerSelfTest.Speed speed = CheckerSelfTest.speed(3, 3, 2_000, 10);
        assertThat(speed.holds()).isTrue();
        assertThat(speed.operations()).isEqualTo(6_000);
    }
}

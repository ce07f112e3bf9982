package dev.cellmesh.local.hop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cellmesh.local.hop.HopFigures.Turn;
import dev.cellmesh.local.hop.HopFigures.Way;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HopFiguresTest {
    private static Map<Way, Turn> round(double direct, double edge, double edgeCpu, double proxy, double proxyCpu) {
        return Map.of(
                Way.DIRECT, new Turn(direct, 0),
                Way.EDGE, new Turn(edge, edgeCpu),
                Way.PROXY, new Turn(proxy, proxyCpu));
    }

    @Test
    void whatIsAddedIsPairedByRound() {
        // The machine is ten times slower in the second round, and what is added hardly changes.
        HopFigures figures = new HopFigures(
                List.of(round(1.0, 1.2, 40, 1.5, 90), round(10.0, 10.3, 60, 10.6, 80), round(1.0, 1.1, 50, 1.4, 70)));
        assertThat(figures.addedP50Micros(Way.EDGE)).isCloseTo(200, within(1e-6));
        assertThat(figures.addedP50Micros(Way.PROXY)).isCloseTo(500, within(1e-6));
        assertThat(figures.cpuMicros(Way.EDGE)).isEqualTo(50);
        assertThat(figures.directP50Micros()).isEqualTo(1_000);
    }

    @Test
    void ofAnEvenNumberItIsTheMiddle() {
        HopFigures figures = new HopFigures(List.of(round(1, 2, 40, 3, 90), round(1, 3, 60, 3, 80)));
        assertThat(figures.addedP50Micros(Way.EDGE)).isCloseTo(1_500, within(1e-6));
        assertThat(figures.cpuMicros(Way.PROXY)).isEqualTo(85);
    }
}

package dev.cellmesh.services.edge.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTest {
    @ParameterizedTest
    @CsvSource({
        "200, GOOD",
        "201, GOOD",
        "304, GOOD",
        "400, ANSWERED",
        "404, ANSWERED",
        "412, ANSWERED",
        "422, ANSWERED",
        "421, REFUSED",
        "429, REFUSED",
        "503, REFUSED",
        "500, FAILED",
        "502, FAILED",
        "504, FAILED_BEHIND"
    })
    void aStatusSaysWhoseFaultItIs(int status, Outcome outcome) {
        assertThat(Outcome.ofStatus(status)).isEqualTo(outcome);
    }
}

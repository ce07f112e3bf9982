package dev.cellmesh.runtime.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.admission.Priority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestedPriorityTest {
    @ParameterizedTest
    @ValueSource(strings = {"u=6", "u=7", "u=7, i", "i,u=6", " u=7 ;x=1 ", "u=1, u=7"})
    void aClientMayCallItsRequestBackground(String header) {
        assertThat(RequestedPriority.of(Priority.CRITICAL, header)).isEqualTo(Priority.BACKGROUND);
        assertThat(RequestedPriority.of(Priority.INTERACTIVE, header)).isEqualTo(Priority.BACKGROUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "u=0", "u=5", "u=8", "u=77", "u=\"7\"", "U=7", "7", "u", ",,,", "u=7, u=0", "v=7"})
    void nothingElseChangesAnything(String header) {
        for (Priority declared : Priority.values()) {
            assertThat(RequestedPriority.of(declared, header)).isEqualTo(declared);
        }
    }

    @Test
    void noHeaderAndALongOneAreNothing() {
        assertThat(RequestedPriority.of(Priority.CRITICAL, null)).isEqualTo(Priority.CRITICAL);
        assertThat(RequestedPriority.of(Priority.CRITICAL, "x, ".repeat(100) + "u=7"))
                .isEqualTo(Priority.CRITICAL);
    }
}

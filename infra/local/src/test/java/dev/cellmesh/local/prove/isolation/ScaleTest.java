package dev.cellmesh.local.prove.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScaleTest {
    @Test
    void aPartIsNeverSmallerThanWhatMakesSense() {
        assertThat(new Scale(100).of(499, 60)).isEqualTo(499);
        assertThat(new Scale(1).of(499, 60)).isEqualTo(60);
        assertThat(new Scale(50).of(Duration.ofMinutes(10), Duration.ofSeconds(10)))
                .isEqualTo(Duration.ofMinutes(5));
        assertThat(new Scale(1).of(Duration.ofMinutes(10), Duration.ofSeconds(10)))
                .isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void onlyPercentsAreScales() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Scale(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Scale(101));
    }
}

package dev.cellmesh.model.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadProfileTest {
    private static final Level TWO_SECONDS = Level.bounded(Duration.ofSeconds(2));
    private static final Level MINUTE = Level.bounded(Duration.ofMinutes(1));
    private static final List<Level> WEAKEST_FIRST =
            List.of(Level.EVENTUAL, MINUTE, TWO_SECONDS, Level.SESSION, Level.CAUSAL, Level.GLOBAL, Level.STRONG);

    private static ReadProfile of(Level level) {
        return ReadProfile.of("thing", Residence.HOME, ConflictRule.VERSION, level);
    }

    @Test
    void levelsHaveOneOrder() {
        for (int i = 0; i < WEAKEST_FIRST.size(); i++) {
            for (int j = 0; j < WEAKEST_FIRST.size(); j++) {
                assertThat(Level.isWeaker(WEAKEST_FIRST.get(i), WEAKEST_FIRST.get(j)))
                        .as("%s, %s", WEAKEST_FIRST.get(i), WEAKEST_FIRST.get(j))
                        .isEqualTo(i < j);
            }
        }
    }

    @Test
    void whoAsksForNothingGetsTheProfile() {
        assertThat(of(MINUTE).granted(Optional.empty())).isEqualTo(MINUTE);
    }

    @Test
    void whoAsksForMoreGetsIt() {
        assertThat(of(MINUTE).granted(Optional.of(TWO_SECONDS))).isEqualTo(TWO_SECONDS);
        assertThat(of(MINUTE).granted(Optional.of(Level.STRONG))).isEqualTo(Level.STRONG);
    }

    @Test
    void whoAsksForLessGetsItAsFarAsTheProfileAllows() {
        assertThat(of(Level.STRONG).granted(Optional.of(Level.EVENTUAL))).isEqualTo(Level.STRONG);
        ReadProfile weakened = of(Level.STRONG).weakenedTo(TWO_SECONDS);
        assertThat(weakened.granted(Optional.of(Level.SESSION))).isEqualTo(Level.SESSION);
        assertThat(weakened.granted(Optional.of(MINUTE))).isEqualTo(TWO_SECONDS);
    }

    @Test
    void profilesThatContradictThemselvesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> of(MINUTE).weakenedTo(Level.STRONG));
        assertThatIllegalArgumentException().isThrownBy(() -> of(Level.GLOBAL));
        assertThatIllegalArgumentException().isThrownBy(() -> of(Level.STRONG).cacheableFor(Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> of(TWO_SECONDS).cacheableFor(Duration.ofMinutes(1)));
    }
}

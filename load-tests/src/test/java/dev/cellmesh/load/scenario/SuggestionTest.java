package dev.cellmesh.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SuggestionTest {
    @Test
    void theNearestIsMeantAndNothingFarAway() {
        assertThat(Suggestion.nearest("threshold", List.of("thresholds", "checks")))
                .contains("thresholds");
        assertThat(Suggestion.nearest("ratse", List.of("rates", "phases"))).contains("rates");
        assertThat(Suggestion.nearest("banana", List.of("rates", "phases"))).isEmpty();
    }

    @Property
    void aDistanceIsSymmetricAndZeroForTheSameOnly(
            @ForAll @AlphaChars @StringLength(max = 8) String one,
            @ForAll @AlphaChars @StringLength(max = 8) String other) {
        int distance = Suggestion.distance(one, other);
        assertThat(distance).isEqualTo(Suggestion.distance(other, one));
        assertThat(distance == 0).isEqualTo(one.equals(other));
        assertThat(distance).isLessThanOrEqualTo(Math.max(one.length(), other.length()));
    }
}

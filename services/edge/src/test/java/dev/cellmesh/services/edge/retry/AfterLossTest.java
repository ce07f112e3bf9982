package dev.cellmesh.services.edge.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.problem.ProblemType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AfterLossTest {
    @Property
    void whatMayHaveActedIsOnlyRepeatedByItsKey(
            @ForAll boolean keyed, @ForAll boolean repeatable, @ForAll @IntRange(min = 1, max = 4) int losses) {
        AfterLoss after = AfterLoss.of(true, keyed, repeatable, losses);
        assertThat(after).isEqualTo(keyed && repeatable && losses == 1 ? AfterLoss.AGAIN : AfterLoss.UNKNOWN_OUTCOME);
    }

    @Property
    void whatHasNotActedIsRepeatedTwice(
            @ForAll boolean keyed, @ForAll boolean repeatable, @ForAll @IntRange(min = 1, max = 4) int losses) {
        AfterLoss after = AfterLoss.of(false, keyed, repeatable, losses);
        assertThat(after)
                .isEqualTo(repeatable && losses <= AfterLoss.LOSSES_MAX ? AfterLoss.AGAIN : AfterLoss.NOTHING_DONE);
    }

    /** Those that the domain decides, and stores under the key. */
    private static final Set<ProblemType> STORED = EnumSet.of(
            ProblemType.IDEMPOTENCY_KEY_REUSED,
            ProblemType.UNKNOWN_ENTITY,
            ProblemType.VERSION_CONFLICT,
            ProblemType.ALREADY_EXISTS,
            ProblemType.CONFLICT_CLOSED,
            ProblemType.UNKNOWN_VERSION,
            ProblemType.MERGED_VALUE_INVALID,
            ProblemType.UNKNOWN_REGION,
            ProblemType.UNKNOWN_CELL,
            ProblemType.CELL_CLOSED,
            ProblemType.LAST_OPEN_CELL,
            ProblemType.INSUFFICIENT_FUNDS,
            ProblemType.CURRENCY_MISMATCH,
            ProblemType.SAME_ACCOUNT,
            ProblemType.BALANCE_LIMIT,
            ProblemType.OUT_OF_STOCK,
            ProblemType.PRODUCT_DISCONTINUED,
            ProblemType.EMAIL_TAKEN,
            ProblemType.LIMIT_REACHED);

    @Test
    void onlyStoredAnswersTellWhatBecameOfAWrite() {
        assertThat(Arrays.stream(ProblemType.values())
                        .filter(type -> Settled.is(type.status(), Optional.of(type.uri()))))
                .containsExactlyInAnyOrderElementsOf(STORED);
        assertThat(Settled.is(201, Optional.empty())).isTrue();
        assertThat(Settled.is(404, Optional.empty())).isFalse();
        assertThat(Settled.is(404, Optional.of("https://elsewhere.example/unknown-entity")))
                .isFalse();
    }
}

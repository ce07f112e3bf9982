package dev.cellmesh.model.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.BinaryOperator;

/** Does a merge give the same, in whatever order and however often states arrive? */
final class Laws {
    private Laws() {}

    static <S> void hold(S a, S b, S c, S empty, BinaryOperator<S> merge) {
        S ab = merge.apply(a, b);
        assertThat(merge.apply(b, a)).as("commutative").isEqualTo(ab);
        assertThat(merge.apply(merge.apply(b, c), a)).as("associative").isEqualTo(merge.apply(ab, c));
        assertThat(merge.apply(a, a)).as("idempotent").isEqualTo(a);
        assertThat(merge.apply(ab, b)).as("absorbs what it has").isEqualTo(ab);
        assertThat(merge.apply(a, empty)).as("neutral").isEqualTo(a);
        assertThat(merge.apply(a, b))
                .as("one text")
                .hasToString(merge.apply(b, a).toString());
    }
}

package dev.cellmesh.model.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.rollout.StableSplit.Kind;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StableSplitTest {
    /** Worked out by another program. Whoever must change them moves every member of every running experiment. */
    @ParameterizedTest
    @CsvSource({
        "FLAG, new-checkout, acme, 3013, 1, 2, 13",
        "FLAG, new-checkout, globex, 1968, 0, 0, 68",
        "FLAG, fast-search, acme, 7053, 1, 0, 53",
        "EXPERIMENT, new-checkout, acme, 2787, 1, 2, 87",
        "EXPERIMENT, price-layout, acme|ann, 3652, 0, 0, 52",
        "EXPERIMENT, price-layout, caf\u00e9, 5470, 0, 0, 70",
        "FLAG, x, '', 8924, 0, 0, 24"
    })
    void everybodySplitsAlike(Kind kind, String name, String member, int part, int ofTwo, int ofThree, int ofHundred) {
        StableSplit split = new StableSplit(kind, name);
        String zeros = member.replace('|', '\0');
        assertThat(split.isWithin(part, zeros)).isFalse();
        assertThat(split.isWithin(part + 1, zeros)).isTrue();
        assertThat(split.bucket(2, zeros)).isEqualTo(ofTwo);
        assertThat(split.bucket(3, zeros)).isEqualTo(ofThree);
        assertThat(split.bucket(100, zeros)).isEqualTo(ofHundred);
    }

    @Property
    void aGrowingShareOnlyAddsMembers(
            @ForAll String member,
            @ForAll @IntRange(max = StableSplit.PARTS) int one,
            @ForAll @IntRange(max = StableSplit.PARTS) int other) {
        StableSplit split = new StableSplit(Kind.FLAG, "f");
        if (split.isWithin(Math.min(one, other), member)) {
            assertThat(split.isWithin(Math.max(one, other), member)).isTrue();
        }
        assertThat(split.isWithin(0, member)).isFalse();
        assertThat(split.isWithin(StableSplit.PARTS, member)).isTrue();
    }

    @Property
    void everyMemberHasABucket(@ForAll String member, @ForAll @IntRange(min = 1, max = 1_000) int buckets) {
        assertThat(new StableSplit(Kind.EXPERIMENT, "e").bucket(buckets, member))
                .isBetween(0, buckets - 1);
    }

    @Test
    void bucketsAreOfEqualSizeAndNamesSplitIndependently() {
        StableSplit one = new StableSplit(Kind.EXPERIMENT, "one");
        StableSplit other = new StableSplit(Kind.EXPERIMENT, "other");
        int[] both = new int[16];
        IntStream.range(0, 16_000)
                .mapToObj(i -> "t" + i)
                .forEach(member -> both[4 * one.bucket(4, member) + other.bucket(4, member)]++);
        // A thousand each are expected, with a standard deviation of 31.
        assertThat(both).satisfies(counts -> {
            for (int count : counts) {
                assertThat(count).isBetween(850, 1_150);
            }
        });
    }
}

package dev.cellmesh.model.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.merge.Rows.Row;
import dev.cellmesh.model.merge.VersionVector.Causality;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class VersionVectorTest {
    private static final Region ASIA = Rows.REGIONS.get(0);
    private static final Region US = Rows.REGIONS.get(2);
    private static final long COUNT_MAX = RegionCounts.COUNT_MAX;
    private static final String ALPHABET = "abz09:,-01us-east1:2,";

    private static Causality causality(Set<Object> one, Set<Object> other) {
        if (one.equals(other)) {
            return Causality.EQUAL;
        }
        if (one.containsAll(other)) {
            return Causality.AFTER;
        }
        return other.containsAll(one) ? Causality.BEFORE : Causality.CONCURRENT;
    }

    @Property(tries = 10_000)
    void vectorsCompareLikeTheSetsOfWritesTheyStandFor(
            @ForAll @Size(max = 40) List<@IntRange(max = Steps.BOUND - 1) Integer> script) {
        Rows<VersionVector, Object> rows = new Rows<>(VersionVector.empty(), VersionVector::merge);
        Steps.run(
                script,
                rows,
                (region, argument) -> {
                    Row<VersionVector, Object> seen = rows.read(region);
                    rows.store(region, seen.then(seen.state().increment(Rows.REGIONS.get(region)), new Object()));
                },
                changed -> {
                    Row<VersionVector, Object> one = rows.read(changed);
                    for (int region = 0; region < 3; region++) {
                        Row<VersionVector, Object> other = rows.read(region);
                        assertThat(one.state().compare(other.state())).isEqualTo(causality(one.log(), other.log()));
                    }
                });
        List<VersionVector> states = rows.states();
        Laws.hold(states.get(0), states.get(1), states.get(2), VersionVector.empty(), VersionVector::merge);

        rows.replicateAll();

        assertThat(rows.read(0)).isEqualTo(rows.read(1)).isEqualTo(rows.read(2));
    }

    @Property(tries = 10_000)
    void mergeIsTheLeastThatCoversBoth(
            @ForAll @Size(3) List<@LongRange(max = 3) Long> a,
            @ForAll @Size(3) List<@LongRange(max = 3) Long> b,
            @ForAll @Size(3) List<@LongRange(max = 3) Long> c) {
        VersionVector one = vector(a);
        VersionVector other = vector(b);
        VersionVector third = vector(c);
        Laws.hold(one, other, third, VersionVector.empty(), VersionVector::merge);
        VersionVector merged = one.merge(other);
        assertThat(merged.covers(one) && merged.covers(other)).isTrue();
        assertThat(third.covers(merged)).isEqualTo(third.covers(one) && third.covers(other));
        assertThat(one.increment(US).compare(one)).isEqualTo(Causality.AFTER);
    }

    private static VersionVector vector(List<Long> counts) {
        Map<Region, Long> byRegion = new HashMap<>();
        Rows.REGIONS.forEach(region -> byRegion.put(region, counts.get(byRegion.size())));
        return new VersionVector(byRegion);
    }

    @Property(tries = 10_000)
    void textIsOnePerVectorAndComesBack(
            @ForAll @Size(3) List<@LongRange(max = COUNT_MAX) Long> a,
            @ForAll @Size(3) List<@LongRange(max = COUNT_MAX) Long> b) {
        VersionVector one = vector(a);
        assertThat(one.encode()).matches("[a-z0-9:,-]+").hasSizeLessThanOrEqualTo(VersionVector.TEXT_LENGTH_MAX);
        assertThat(VersionVector.parse(one.encode())).contains(one);
        assertThat(one.encode().equals(vector(b).encode())).isEqualTo(one.equals(vector(b)));
    }

    @Property(tries = 10_000)
    void whatIsReadIsTheOneTextOfItsVector(@ForAll @Size(max = 24) List<@IntRange(max = 20) Integer> letters) {
        StringBuilder text = new StringBuilder();
        letters.forEach(letter -> text.append(ALPHABET.charAt(letter)));
        VersionVector.parse(text.toString())
                .ifPresent(vector -> assertThat(vector.encode()).isEqualTo(text.toString()));
    }

    @Test
    void malformedTextIsRefused() {
        for (String text : List.of(
                "",
                "1",
                "00",
                "us-east1",
                "us-east1:",
                "us-east1:0",
                "us-east1:01",
                "us-east1:-1",
                "us-east1:+1",
                "us-east1:1,",
                ",us-east1:1",
                "us-east1:1,,a:1",
                "us-east1:1,us-east1:1",
                "us-east1:1,europe-west1:1",
                "us-east1:1:1",
                "us-east1: 1",
                "US-east1:1",
                "us_east1:1",
                ":1",
                "us-east1:9007199254740992",
                "us-east1:10000000000000000",
                "us-east1:99999999999999999999",
                "us-east1:\u0661",
                "a".repeat(33) + ":1",
                "a".repeat(VersionVector.TEXT_LENGTH_MAX + 1))) {
            assertThat(VersionVector.parse(text)).as(text).isEmpty();
        }
        assertThat(VersionVector.parse("us-east1:9007199254740991")).contains(new VersionVector(Map.of(US, COUNT_MAX)));
        assertThat(VersionVector.parse("0")).contains(VersionVector.empty());
    }

    @Test
    void theLongestVectorFitsItsBoundAndALongerOneIsRefused() {
        Map<Region, Long> most = new HashMap<>();
        IntStream.range(0, RegionCounts.REGIONS_MAX)
                .forEach(i -> most.put(new Region("r%031d".formatted(i)), COUNT_MAX));
        String text = new VersionVector(most).encode();
        assertThat(text).hasSize(VersionVector.TEXT_LENGTH_MAX);
        assertThat(VersionVector.parse(text)).contains(new VersionVector(most));

        String tooMany = IntStream.range(10, 11 + RegionCounts.REGIONS_MAX)
                .mapToObj(i -> "r" + i + ":1")
                .reduce((one, other) -> one + "," + other)
                .orElseThrow();
        assertThat(VersionVector.parse(tooMany)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VersionVector(Map.of(ASIA, COUNT_MAX)).increment(ASIA));
    }
}

package dev.cellmesh.services.collab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.merge.HybridTimestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Do pages of several regions' rows show each comment once, in one order? */
class CommentPageTest {
    private static final List<Region> REGIONS =
            List.of(new Region("us-east1"), new Region("europe-west1"), new Region("asia-southeast1"));

    /** As a database answers: the first rows behind a position, one more than a page has. */
    private static CommentPage page(List<Comment> rows, CommentPosition after, int limit) {
        Map<Region, List<Comment>> ofRegions = rows.stream()
                .filter(comment -> comment.position().compareTo(after) > 0)
                .sorted()
                .collect(Collectors.groupingBy(Comment::region));
        return CommentPage.of(
                ofRegions.values().stream()
                        .map(all -> all.subList(0, Math.min(all.size(), limit + 1)))
                        .toList(),
                limit);
    }

    @Property
    void pagesTogetherAreAllRowsInOrder(
            @ForAll("comments") List<Comment> rows, @ForAll @IntRange(min = 1, max = 7) int limit) {
        List<Comment> read = new ArrayList<>();
        Optional<CommentPosition> after = Optional.of(CommentPosition.START);
        while (after.isPresent()) {
            CommentPage page = page(rows, after.get(), limit);
            assertThat(page.shown().size()).isLessThanOrEqualTo(limit);
            if (page.next().isPresent()) {
                assertThat(page.shown()).hasSize(limit);
            }
            read.addAll(page.shown());
            after = page.next();
        }
        assertThat(read).isEqualTo(rows.stream().sorted().toList());
    }

    @Property
    void rowsThatComeLateRepeatNothingAndHideNothingThatWasThere(
            @ForAll("comments") List<Comment> rows,
            @ForAll @IntRange(min = 0, max = 12) int lateFrom,
            @ForAll @IntRange(min = 1, max = 5) int limit) {
        List<Comment> early = rows.subList(0, Math.min(lateFrom, rows.size()));
        CommentPage first = page(early, CommentPosition.START, limit);
        List<Comment> read = new ArrayList<>(first.shown());
        Optional<CommentPosition> after = first.next();
        while (after.isPresent()) {
            CommentPage page = page(rows, after.get(), limit);
            read.addAll(page.shown());
            after = page.next();
        }
        assertThat(read).doesNotHaveDuplicates().isSorted().containsAll(early);
    }

    @Property
    void aPositionComesBackAsItWas(@ForAll("positions") CommentPosition position) {
        assertThat(CommentPosition.PAGES.decode(CommentPosition.PAGES.encode(position)))
                .contains(position);
        assertThat(CommentPosition.of(CommentPosition.number(position.writtenAt()), position.comment()))
                .isEqualTo(position);
    }

    @Property
    void numbersHaveTheOrderOfTimes(
            @ForAll("positions") CommentPosition one, @ForAll("positions") CommentPosition other) {
        assertThat(Long.compare(CommentPosition.number(one.writtenAt()), CommentPosition.number(other.writtenAt())))
                .isEqualTo(Integer.signum(one.writtenAt().compareTo(other.writtenAt())));
    }

    @Test
    void idsAreInTheOrderOfTheirBytes() {
        CommentPosition low = new CommentPosition(HybridTimestamp.ZERO, new UUID(1, 0));
        CommentPosition high = new CommentPosition(HybridTimestamp.ZERO, new UUID(-1, 0));
        assertThat(low).isLessThan(high);
        assertThat(CommentPosition.START).isLessThan(low);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "djE6", "djE6MDAwMDAwMDAwMDAwMDAwMDo", "v1:0000000000000000:x"})
    void nothingElseIsAPosition(String text) {
        assertThat(CommentPosition.PAGES.decode(text)).isEmpty();
    }

    @Provide
    Arbitrary<CommentPosition> positions() {
        Arbitrary<HybridTimestamp> times = Combinators.combine(
                        Arbitraries.longs().between(0, HybridTimestamp.WALL_MILLIS_MAX),
                        Arbitraries.integers().between(0, HybridTimestamp.LOGICAL_MAX))
                .as(HybridTimestamp::new);
        return Combinators.combine(times, Arbitraries.create(UUID::randomUUID)).as(CommentPosition::new);
    }

    /** Few times, so that many are the same. */
    @Provide
    Arbitrary<List<Comment>> comments() {
        Arbitrary<CommentPosition> positions = Combinators.combine(
                        Arbitraries.integers().between(0, 3), Arbitraries.longs(), Arbitraries.longs())
                .as((millis, most, least) ->
                        new CommentPosition(new HybridTimestamp(1_000 + millis, 0), new UUID(most, least)));
        return Combinators.combine(positions, Arbitraries.of(REGIONS))
                .as((position, region) -> new Comment(position, region, "ann", "text"))
                .list()
                .uniqueElements(Comment::position)
                .ofMaxSize(24);
    }
}

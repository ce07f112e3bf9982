package dev.cellmesh.model.placement.resize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.placement.resize.Resize.Change;
import dev.cellmesh.model.placement.resize.Resize.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;

class ResizeTest {
    private static final Region EAST = new Region("us-east1");

    @Test
    void anotherCellInsteadOfOneTakesFourSteps() {
        List<Step> steps = steps(Stand.still(cells(1, 2)), cells(1, 3));
        assertThat(steps.stream().map(Step::change))
                .containsExactly(Change.ADMIT, Change.SERVE, Change.SPARE, Change.FORGET);
        assertThat(steps.stream().map(Step::before))
                .containsExactly(
                        Wait.NOTHING,
                        Wait.forCell(new CellId(EAST, 3)),
                        Wait.forEdgesAndOneOf(cells(1, 3)),
                        Wait.EDGES_AND_QUIET);
        assertThat(steps.getLast().after()).isEqualTo(Stand.still(cells(1, 3)));
    }

    @Test
    void growingAndShrinkingAreHalfOfThat() {
        assertThat(steps(Stand.still(cells(1)), cells(1, 2)).stream().map(Step::change))
                .containsExactly(Change.ADMIT, Change.SERVE);
        assertThat(steps(Stand.still(cells(1, 2)), cells(2)).stream().map(Step::change))
                .containsExactly(Change.SPARE, Change.FORGET);
        assertThat(Resize.next(Stand.still(cells(1, 2)), cells(2, 1))).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> Resize.next(Stand.still(cells(1)), List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Stand(cells(1), cells(2)));
    }

    @Test
    void aWaitIsOverWhenTheRoutesInForceAreWhereTheyHaveToBe() {
        CellId first = new CellId(EAST, 1);
        CellId second = new CellId(EAST, 2);
        Wait one = Wait.forCell(first);
        Wait either = Wait.forEdgesAndOneOf(cells(1, 2));
        assertThat(Wait.NOTHING.isOver(5, Wait.News.NONE)).isTrue();
        assertThat(one.isOver(5, new Wait.News(Map.of(first, 4L), 9, 9))).isFalse();
        assertThat(one.isOver(5, new Wait.News(Map.of(first, 5L), 0, 0))).isTrue();
        assertThat(one.isOver(5, new Wait.News(Map.of(second, 5L), 9, 9)))
                .as("it was not heard from")
                .isFalse();
        assertThat(either.isOver(5, new Wait.News(Map.of(second, 9L), 4, 9))).isFalse();
        assertThat(either.isOver(5, new Wait.News(Map.of(first, 4L, second, 5L), 5, 0)))
                .isTrue();
        assertThat(either.isOver(5, new Wait.News(Map.of(), 9, 9)))
                .as("all that remain are silent")
                .isFalse();
        assertThat(Wait.EDGES_AND_QUIET.isOver(5, new Wait.News(Map.of(), 5, 4)))
                .isFalse();
        assertThat(Wait.EDGES_AND_QUIET.isOver(5, new Wait.News(Map.of(), 5, 5)))
                .isTrue();
    }

    /** Cells 3 and 4 are dead: whoever is on 1 and 3 and shall go to 3 and 4 stays on 1. */
    @Test
    void nobodyIsLeftWithDeadCellsOnly() {
        Stand stand = Stand.still(cells(1, 3));
        for (int step = 0; step < 20; step++) {
            Wait.News news = new Wait.News(Map.of(new CellId(EAST, 1), 5L, new CellId(EAST, 2), 5L), 5, 5);
            stand = Resize.next(stand, cells(3, 4))
                    .filter(next -> next.before().isOver(5, news))
                    .map(Step::after)
                    .orElse(stand);
        }
        assertThat(stand.serving()).containsExactlyElementsOf(cells(1, 3));
        Optional<Step> shrinking = Resize.next(Stand.still(cells(1, 3)), cells(3));
        assertThat(shrinking.orElseThrow().before().isOver(5, new Wait.News(Map.of(new CellId(EAST, 1), 5L), 5, 5)))
                .isFalse();
    }

    /**
     * It ends, one cell at a time, and the tenant never has fewer cells than before or after, nor more than one too many. In a region
     * that is younger than the tenant it begins with none.
     */
    @Property(tries = 500)
    void everyResizeArrives(
            @ForAll @Size(max = 5) @UniqueElements List<@IntRange(min = 1, max = 7) Integer> from,
            @ForAll @Size(min = 1, max = 5) @UniqueElements List<@IntRange(min = 1, max = 7) Integer> to) {
        Stand stand = Stand.still(cells(from));
        for (Step step : steps(stand, cells(to))) {
            int moved = Math.abs(step.after().serving().size() - stand.serving().size())
                    + Math.abs(
                            step.after().accepting().size() - stand.accepting().size());
            assertThat(moved).isEqualTo(1);
            stand = step.after();
            assertThat(stand.serving())
                    .hasSizeBetween(Math.min(from.size(), to.size()), Math.max(from.size(), to.size()) + 1);
            assertThat(stand.accepting().size() - stand.serving().size()).isBetween(0, 1);
        }
        assertThat(stand.isStill()).isTrue();
        assertThat(stand.serving()).containsExactlyInAnyOrderElementsOf(cells(to));
    }

    /** Somebody changes their mind after so many steps: the tenant goes where it shall go now. */
    @Property(tries = 300)
    void aTargetMayChangeMidway(
            @ForAll @Size(min = 1, max = 4) @UniqueElements List<@IntRange(min = 1, max = 6) Integer> from,
            @ForAll @Size(min = 1, max = 4) @UniqueElements List<@IntRange(min = 1, max = 6) Integer> to,
            @ForAll @Size(min = 1, max = 4) @UniqueElements List<@IntRange(min = 1, max = 6) Integer> then,
            @ForAll @IntRange(max = 12) int after) {
        Stand stand = Stand.still(cells(from));
        List<Step> first = steps(stand, cells(to));
        if (!first.isEmpty()) {
            stand = first.get(Math.min(after, first.size() - 1)).after();
        }
        List<Step> second = steps(stand, cells(then));
        Stand last = second.isEmpty() ? stand : second.getLast().after();
        assertThat(last.isStill()).isTrue();
        assertThat(last.serving()).containsExactlyInAnyOrderElementsOf(cells(then));
    }

    /** What two edges and every cell may know at one moment, and what is on its way. Positions in the history of stands. */
    private record World(int published, List<Integer> edges, List<Integer> cells, Set<Sent> sent) {}

    /** By the routes of one position, to one cell. */
    private record Sent(int by, int cell) {}

    /** Every order in which nodes can hear of routes, send and finish: no cell ever refuses what an edge sends or has sent. */
    @Test
    void nothingIsRefusedInAnyInterleaving() {
        assertThat(explore(cells(1, 2), cells(1, 3), true)).isGreaterThan(1_000);
        assertThat(explore(cells(1), cells(1, 2), true)).isGreaterThan(100);
        assertThat(explore(cells(1, 2, 3), cells(3), true)).isGreaterThan(1_000);
        assertThat(explore(cells(1, 2), cells(3, 4), true)).isGreaterThan(1_000);
        assertThat(explore(cells(), cells(1, 2), true)).isGreaterThan(100);
    }

    /** The control: who does not wait is refused somewhere. */
    @Test
    void withoutWaitingSomethingIsRefused() {
        assertThat(explore(cells(1, 2), cells(1, 3), false)).isNegative();
    }

    /** How many different worlds were seen; -1 when in one of them something is refused. */
    private static int explore(List<CellId> from, List<CellId> to, boolean waiting) {
        List<Step> steps = steps(Stand.still(from), to);
        List<Stand> history = new ArrayList<>(List.of(Stand.still(from)));
        steps.forEach(step -> history.add(step.after()));
        World start = new World(0, List.of(0, 0), Collections.nCopies(5, 0), Set.of());
        Set<World> seen = new HashSet<>(Set.of(start));
        Deque<World> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            World world = open.removeFirst();
            if (refuses(world, history)) {
                return -1;
            }
            for (World next : successors(world, steps, history, waiting)) {
                if (seen.add(next)) {
                    open.add(next);
                }
            }
        }
        return seen.size();
    }

    private static boolean refuses(World world, List<Stand> history) {
        boolean now = world.edges().stream()
                .flatMap(edge -> history.get(edge).serving().stream())
                .anyMatch(cell -> !accepts(world, history, cell.number()));
        return now || world.sent().stream().anyMatch(sent -> !accepts(world, history, sent.cell()));
    }

    private static boolean accepts(World world, List<Stand> history, int cell) {
        return history.get(world.cells().get(cell)).accepting().contains(new CellId(EAST, cell));
    }

    private static List<World> successors(World world, List<Step> steps, List<Stand> history, boolean waiting) {
        List<World> next = new ArrayList<>();
        if (world.published() < steps.size()) {
            Wait wait = steps.get(world.published()).before();
            long quiet = world.sent().stream().mapToLong(Sent::by).min().orElse(world.published());
            Wait.News news = new Wait.News(heard(world, wait.oneOf()), Collections.min(world.edges()), quiet);
            if (!waiting || wait.isOver(world.published(), news)) {
                next.add(new World(world.published() + 1, world.edges(), world.cells(), world.sent()));
            }
        }
        for (int edge = 0; edge < world.edges().size(); edge++) {
            int at = world.edges().get(edge);
            if (at < world.published()) {
                next.add(new World(world.published(), later(world.edges(), edge), world.cells(), world.sent()));
            }
            // One at a time on the way shows all that two could.
            if (world.sent().isEmpty()) {
                for (CellId cell : history.get(at).serving()) {
                    next.add(new World(
                            world.published(), world.edges(), world.cells(), Set.of(new Sent(at, cell.number()))));
                }
            }
        }
        // The others know nothing that anybody asks for.
        for (CellId cell : history.stream()
                .flatMap(stand -> stand.accepting().stream())
                .distinct()
                .toList()) {
            if (world.cells().get(cell.number()) < world.published()) {
                next.add(
                        new World(world.published(), world.edges(), later(world.cells(), cell.number()), world.sent()));
            }
        }
        if (!world.sent().isEmpty()) {
            next.add(new World(world.published(), world.edges(), world.cells(), Set.of()));
        }
        return next;
    }

    private static Map<CellId, Long> heard(World world, Set<CellId> asked) {
        return asked.stream().collect(Collectors.toMap(cell -> cell, cell ->
                (long) world.cells().get(cell.number())));
    }

    private static List<Integer> later(List<Integer> positions, int which) {
        List<Integer> moved = new ArrayList<>(positions);
        moved.set(which, moved.get(which) + 1);
        return List.copyOf(moved);
    }

    private static List<Step> steps(Stand stand, List<CellId> target) {
        List<Step> steps = new ArrayList<>();
        Optional<Step> next = Resize.next(stand, target);
        while (next.isPresent()) {
            steps.add(next.get());
            assertThat(steps).hasSizeLessThan(50);
            next = Resize.next(next.get().after(), target);
        }
        return steps;
    }

    private static List<CellId> cells(Integer... numbers) {
        return cells(List.of(numbers));
    }

    private static List<CellId> cells(List<Integer> numbers) {
        return numbers.stream().map(number -> new CellId(EAST, number)).toList();
    }
}

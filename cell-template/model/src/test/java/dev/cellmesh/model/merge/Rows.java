package dev.cellmesh.model.merge;

import dev.cellmesh.model.Region;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;

/**
 * What does each of three regions see, when each stores a row of its own and reads the others' from replicas that lag?
 *
 * <p>Beside each row stands the log of the operations that went into it, which is what the types are compared with: a set
 * of events that only grows, so that its merge is a plain union and cannot be wrong.
 *
 * @param <S> the type under test
 * @param <O> an operation, unlike all others
 */
final class Rows<S, O> {
    static final List<Region> REGIONS =
            List.of(new Region("asia-southeast1"), new Region("europe-west1"), new Region("us-east1"));

    record Row<S, O>(S state, Set<O> log) {
        Row<S, O> merge(Row<S, O> other, BinaryOperator<S> merge) {
            Set<O> union = new HashSet<>(log);
            union.addAll(other.log);
            return new Row<>(merge.apply(state, other.state), union);
        }

        Row<S, O> then(S changed, O operation) {
            Set<O> longer = new HashSet<>(log);
            longer.add(operation);
            return new Row<>(changed, longer);
        }
    }

    private final BinaryOperator<S> merge;
    private final List<List<Row<S, O>>> seenBy = new ArrayList<>();

    Rows(S empty, BinaryOperator<S> merge) {
        this.merge = merge;
        for (int reader = 0; reader < REGIONS.size(); reader++) {
            List<Row<S, O>> rows = new ArrayList<>();
            REGIONS.forEach(owner -> rows.add(new Row<>(empty, Set.of())));
            seenBy.add(rows);
        }
    }

    /** What a read in the region gets: its own row as it is, the others' as of some time ago. */
    Row<S, O> read(int region) {
        List<Row<S, O>> rows = seenBy.get(region);
        return rows.get(0).merge(rows.get(1), merge).merge(rows.get(2), merge);
    }

    void store(int region, Row<S, O> row) {
        seenBy.get(region).set(region, row);
    }

    void replicate(int from, int to) {
        seenBy.get(to).set(from, seenBy.get(from).get(from));
    }

    void replicateAll() {
        for (int from = 0; from < REGIONS.size(); from++) {
            for (int to = 0; to < REGIONS.size(); to++) {
                replicate(from, to);
            }
        }
    }

    /** The three rows as they are stored now. */
    List<S> states() {
        return IntStream.range(0, REGIONS.size())
                .mapToObj(region -> seenBy.get(region).get(region).state())
                .toList();
    }
}

package dev.cellmesh.model.placement.resize;

import dev.cellmesh.model.CellId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Where does a tenant stand in one region while its cells change?
 *
 * @param serving cells that edges send to; none in a region that is younger than the tenant, and only there
 * @param accepting cells that take what is sent to them: all that serve, and those that edges do not know of yet, or no more
 */
public record Stand(List<CellId> serving, List<CellId> accepting) {
    public Stand {
        serving = List.copyOf(serving);
        accepting = List.copyOf(accepting);
        if (!new HashSet<>(accepting).containsAll(serving)
                || new HashSet<>(accepting).size() < accepting.size()
                || new HashSet<>(serving).size() < serving.size()) {
            throw new IllegalArgumentException(
                    "edges would send to a cell that refuses: " + serving + ", " + accepting);
        }
    }

    /** Nothing is under way. */
    public static Stand still(List<CellId> cells) {
        return new Stand(cells, cells);
    }

    public boolean isStill() {
        return serving.size() == accepting.size();
    }

    Stand admit(CellId cell) {
        return new Stand(serving, with(accepting, cell));
    }

    Stand serve(CellId cell) {
        return new Stand(with(serving, cell), accepting);
    }

    Stand spare(CellId cell) {
        return new Stand(without(serving, cell), accepting);
    }

    Stand forget(CellId cell) {
        return new Stand(serving, without(accepting, cell));
    }

    private static List<CellId> with(List<CellId> cells, CellId cell) {
        List<CellId> more = new ArrayList<>(cells);
        more.add(cell);
        return more;
    }

    private static List<CellId> without(List<CellId> cells, CellId cell) {
        return cells.stream().filter(other -> !other.equals(cell)).toList();
    }
}

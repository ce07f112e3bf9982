package dev.cellmesh.model.placement;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Which ways are there to choose {@code size} of these? Best first, when the choices come best first: the last chosen one
 * is exchanged before the ones in front of it. Made one by one, because there can be far more than anybody looks at.
 */
final class Combinations<T> implements Iterator<List<T>> {
    private final List<T> choices;
    private final int[] chosen;
    private boolean more = true;

    /** @param size 0 to the number of choices */
    Combinations(List<T> choices, int size) {
        this.choices = choices;
        this.chosen = new int[size];
        for (int i = 0; i < size; i++) {
            chosen[i] = i;
        }
    }

    @Override
    public boolean hasNext() {
        return more;
    }

    @Override
    public List<T> next() {
        if (!more) {
            throw new NoSuchElementException();
        }
        List<T> combination = new ArrayList<>(chosen.length);
        for (int index : chosen) {
            combination.add(choices.get(index));
        }
        more = advance();
        return combination;
    }

    private boolean advance() {
        for (int i = chosen.length - 1; i >= 0; i--) {
            int lastIndex = choices.size() - chosen.length + i;
            if (chosen[i] < lastIndex) {
                chosen[i]++;
                for (int j = i + 1; j < chosen.length; j++) {
                    chosen[j] = chosen[j - 1] + 1;
                }
                return true;
            }
        }
        return false;
    }
}

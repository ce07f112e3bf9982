package dev.cellmesh.model.placement;

import dev.cellmesh.model.CellId;
import java.util.Arrays;
import java.util.Collection;

/** Which cells of one region? A bit each, so that thousands of sets are compared in a moment. Immutable. */
final class CellSet {
    static final CellSet EMPTY = new CellSet(new long[0]);

    /** Without zeros at the end, so that equal sets have equal words. */
    private final long[] words;

    private CellSet(long[] words) {
        this.words = words;
    }

    static CellSet of(Collection<CellId> cells) {
        CellSet set = EMPTY;
        for (CellId cell : cells) {
            set = set.with(cell.number());
        }
        return set;
    }

    /** @param number of the cell in its region */
    CellSet with(int number) {
        int word = number / Long.SIZE;
        long[] copy = Arrays.copyOf(words, Math.max(words.length, word + 1));
        copy[word] |= 1L << (number % Long.SIZE);
        return new CellSet(copy);
    }

    boolean contains(int number) {
        int word = number / Long.SIZE;
        return word < words.length && (words[word] >>> (number % Long.SIZE) & 1) == 1;
    }

    /** How many cells are in both? */
    int overlap(CellSet other) {
        int common = 0;
        for (int i = Math.min(words.length, other.words.length) - 1; i >= 0; i--) {
            common += Long.bitCount(words[i] & other.words[i]);
        }
        return common;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CellSet set && Arrays.equals(words, set.words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words);
    }
}

package dev.cellmesh.load.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Is there an order of one register's operations that explains every answer, and in which none comes before one that had ended
 * when it began (linearizability)? Depth first after J. M. Wing and C. Gong, "Testing and verifying concurrent objects" (1993),
 * with the configurations remembered after G. Lowe, "Testing for linearizability" (2017): the operations that are done, and the
 * value. RATIONALE.md says what was added. One thread.
 */
final class RegisterSearch {
    /** How far one register is searched. */
    record Limits(long steps, int configurations) {
        /** Some seconds and some hundreds of megabytes, which no healthy history comes near. */
        static final Limits DEFAULT = new Limits(50_000_000, 4_000_000);
    }

    sealed interface Answer {
        /** In this order it is explained. */
        record Linearizable() implements Answer {}

        /**
         * @param ordered how many can be ordered at most
         * @param value that the register has then
         * @param stuck those of which one would have to come next, and none can
         */
        record Violated(int ordered, long value, List<Act> stuck) implements Answer {}

        /** A limit came first. */
        record Undecided(String limit) implements Answer {}
    }

    private static final int WORD_BITS = 6;
    private static final int STUCK_SHOWN_MAX = 6;
    private static final int OPEN_BIT = 1 << 31;

    private final Register register;
    private final Limits limits;
    private final int count;
    private final long[] done;
    private final boolean[] used;
    private final Configurations seen = new Configurations();
    /** What was chosen, with what it takes to undo it. Those of {@link #forced} leave no choice. */
    private final int[] chosen;

    private final long[] valueBefore;
    private final int[] baseBefore;
    private final int[] cursors;
    private final boolean[] forced;
    private int depth;
    /** Open ones that were chosen, in the order of choosing. */
    private final List<Integer> opened = new ArrayList<>();

    private long value;
    /** The first that is not done. */
    private int base;

    private int doneCount;
    /** No operation that was invoked later may come next: of those not done, one has ended by then. */
    private long limit;

    private long steps;
    private int furthest = -1;
    private long furthestValue;
    private List<Act> furthestStuck = List.of();

    RegisterSearch(Register register, Limits limits) {
        this.register = register;
        this.limits = limits;
        this.count = register.closed.length;
        this.done = new long[(count >> WORD_BITS) + 1];
        this.used = new boolean[register.open.length];
        this.value = register.initial;
        int room = register.operations() + 1;
        this.chosen = new int[room];
        this.valueBefore = new long[room];
        this.baseBefore = new int[room];
        this.cursors = new int[room];
        this.forced = new boolean[room];
    }

    Answer search() {
        int cursor = 0;
        boolean arrived = true;
        while (true) {
            if (++steps > limits.steps()) {
                return new Answer.Undecided(limits.steps() + " steps");
            }
            if (arrived) {
                takeReads();
                if (doneCount == count) {
                    return new Answer.Linearizable();
                }
                if (seen.size() >= limits.configurations()) {
                    return new Answer.Undecided(limits.configurations() + " configurations");
                }
                cursor = 0;
                if (!seen.add(configuration())) {
                    cursor = Integer.MAX_VALUE;
                }
            }
            int next = cursor == Integer.MAX_VALUE ? -1 : nextFrom(cursor);
            if (next >= 0) {
                push(chosenAt(next), next + 1, false);
                arrived = true;
                continue;
            }
            noteFurthest();
            while (depth > 0 && forced[depth - 1]) {
                pop();
            }
            if (depth == 0) {
                return new Answer.Violated(furthest, furthestValue, furthestStuck);
            }
            cursor = cursors[depth - 1];
            pop();
            limit = earliestEnd();
            arrived = false;
        }
    }

    /** A read that fits may come at once: it changes nothing, so whatever works without it works behind it. */
    private void takeReads() {
        boolean took = true;
        while (took) {
            took = false;
            limit = earliestEnd();
            for (int i = base; i < count && register.invoked[i] <= limit; i++) {
                if (!isDone(i) && register.isRead[i] && register.value[i] == value) {
                    push(i, 0, true);
                    took = true;
                }
            }
        }
    }

    private long earliestEnd() {
        long earliest = Long.MAX_VALUE;
        for (int i = base; i < count && register.invoked[i] <= earliest; i++) {
            if (!isDone(i)) {
                earliest = Math.min(earliest, register.ended[i]);
            }
        }
        return earliest;
    }

    /**
     * The next choice at this configuration, from the cursor on; -1 for none. Cursors count closed operations from the first that
     * is not done, and behind them, from {@code count - base} on, the open ones.
     */
    private int nextFrom(int cursor) {
        int at = cursor;
        for (int i = base + at; i < count && register.invoked[i] <= limit; i++) {
            boolean isPossible =
                    !register.isRead[i] && (register.expected[i] == value || register.expected[i] == History.NOTHING);
            if (isPossible && !isDone(i)) {
                return i - base;
            }
        }
        int first = count - base;
        at = Math.max(at, first);
        for (int i = at - first; i < used.length && register.open[i].invokedNanos() <= limit; i++) {
            if (!used[i] && isOfUse(i) && isPossible(register.open[i])) {
                return first + i;
            }
        }
        return -1;
    }

    private int chosenAt(int cursor) {
        int first = count - base;
        return cursor < first ? base + cursor : (cursor - first) | OPEN_BIT;
    }

    private boolean isPossible(Act act) {
        return switch (act.function()) {
            case WRITE -> true;
            case CAS -> act.expected() == value;
            default -> false;
        };
    }

    /** What nobody can see any more needs not have happened. */
    private boolean isOfUse(int open) {
        return register.seenUntil[open] >= base;
    }

    private boolean isDone(int index) {
        return (done[index >> WORD_BITS] & 1L << index) != 0;
    }

    private void push(int choice, int cursor, boolean withoutChoice) {
        chosen[depth] = choice;
        valueBefore[depth] = value;
        baseBefore[depth] = base;
        cursors[depth] = cursor;
        forced[depth] = withoutChoice;
        depth++;
        if ((choice & OPEN_BIT) != 0) {
            int open = choice & ~OPEN_BIT;
            used[open] = true;
            opened.add(open);
            value = register.open[open].value();
            return;
        }
        done[choice >> WORD_BITS] |= 1L << choice;
        doneCount++;
        if (!register.isRead[choice]) {
            value = register.value[choice];
        }
        while (base < count && isDone(base)) {
            base++;
        }
    }

    private void pop() {
        depth--;
        int choice = chosen[depth];
        value = valueBefore[depth];
        base = baseBefore[depth];
        if ((choice & OPEN_BIT) != 0) {
            used[choice & ~OPEN_BIT] = false;
            opened.removeLast();
        } else {
            done[choice >> WORD_BITS] &= ~(1L << choice);
            doneCount--;
        }
    }

    /** Value, what is done, as the first that is not and the words from there on, and the open ones that are of use. */
    private long[] configuration() {
        int firstWord = base >> WORD_BITS;
        int lastWord = firstWord;
        for (int i = base; i < count && register.invoked[i] <= limit; i++) {
            if (isDone(i)) {
                lastWord = i >> WORD_BITS;
            }
        }
        int words = lastWord - firstWord + 1;
        long[] configuration = new long[2 + words + opened.size()];
        configuration[0] = value;
        configuration[1] = base | (long) words << 32;
        System.arraycopy(done, firstWord, configuration, 2, words);
        int length = 2 + words;
        for (int open : opened) {
            if (isOfUse(open)) {
                configuration[length++] = -1L - open;
            }
        }
        Arrays.sort(configuration, 2 + words, length);
        return Arrays.copyOf(configuration, length);
    }

    private void noteFurthest() {
        if (doneCount <= furthest) {
            return;
        }
        furthest = doneCount;
        furthestValue = value;
        List<Act> stuck = new ArrayList<>();
        for (int i = base; i < count && register.invoked[i] <= limit && stuck.size() < STUCK_SHOWN_MAX; i++) {
            if (!isDone(i)) {
                stuck.add(register.closed[i]);
            }
        }
        furthestStuck = stuck;
    }
}

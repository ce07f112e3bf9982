package dev.cellmesh.load.check;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One register's operations, in the order of their invocations, and without those that cannot matter: what failed, and reads whose
 * answer nobody saw. Those with an unknown end stand apart: they may take effect at any time after their invocation, or never; of
 * them, only those whose value somebody may have seen are kept.
 */
final class Register {
    final String key;
    final long initial;
    final Act[] closed;
    final Act[] open;
    final long[] invoked;
    final long[] ended;
    final long[] value;
    /** {@link History#NOTHING} for a write, which expects nothing. */
    final long[] expected;

    final boolean[] isRead;
    /**
     * Until which closed operation somebody may still have seen what an open one wrote; {@link Integer#MAX_VALUE} when another
     * open one may have.
     */
    final int[] seenUntil;

    private final int operations;

    Register(String key, long initial, Act[] acts) {
        this.key = key;
        this.initial = initial;
        for (Act act : acts) {
            if (act.function() == Function.CAS && act.expected() == History.NOTHING) {
                throw new IllegalArgumentException("a register is never empty, so nothing can be expected to be");
            }
        }
        Comparator<Act> byInvocation = Comparator.comparingLong(Act::invokedNanos);
        this.closed = Arrays.stream(acts)
                .filter(act -> act.end() == Event.Type.OK)
                .sorted(byInvocation)
                .toArray(Act[]::new);
        this.invoked = Arrays.stream(closed).mapToLong(Act::invokedNanos).toArray();
        this.ended = Arrays.stream(closed).mapToLong(Act::endedNanos).toArray();
        this.value = Arrays.stream(closed).mapToLong(Act::value).toArray();
        this.expected = Arrays.stream(closed).mapToLong(Act::expected).toArray();
        this.isRead = new boolean[closed.length];
        for (int i = 0; i < isRead.length; i++) {
            isRead[i] = closed[i].function() == Function.READ;
        }
        List<Act> unknown = Arrays.stream(acts)
                .filter(act -> act.end() == Event.Type.INFO && act.function() != Function.READ)
                .sorted(byInvocation)
                .toList();
        this.operations = closed.length + unknown.size();
        Map<Long, Integer> lastSeen = lastSeen(unknown);
        this.open = unknown.stream()
                .filter(act -> lastSeen.containsKey(act.value()))
                .toArray(Act[]::new);
        this.seenUntil =
                Arrays.stream(open).mapToInt(act -> lastSeen.get(act.value())).toArray();
    }

    /** By which operation each value was seen last, as far as it may have been. */
    private Map<Long, Integer> lastSeen(List<Act> unknown) {
        Map<Long, Integer> last = new HashMap<>();
        for (int i = 0; i < closed.length; i++) {
            switch (closed[i].function()) {
                case READ -> last.put(value[i], i);
                case CAS -> last.put(expected[i], i);
                default -> {
                    // Sees nothing.
                }
            }
        }
        for (Act act : unknown) {
            if (act.function() == Function.CAS) {
                last.put(act.expected(), Integer.MAX_VALUE);
            }
        }
        return last;
    }

    int operations() {
        return operations;
    }
}

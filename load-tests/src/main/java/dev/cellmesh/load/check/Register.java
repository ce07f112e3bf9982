package dev.cellmesh.load.check;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * One register's operations, in the order of their invocations, and without those that cannot matter: what failed, and reads whose
 * answer nobody saw. Those with an unknown end stand apart: they may take effect at any time after their invocation, or never.
 */
final class Register {
    final String key;
    final long initial;
    final Act[] closed;
    final Act[] open;
    final long[] invoked;
    final long[] ended;
    /**
     * Until which closed operation somebody may still have seen what an open one wrote; {@link Integer#MAX_VALUE} when another
     * open one may have.
     */
    final int[] seenUntil;

    Register(String key, long initial, Act[] acts) {
        this.key = key;
        this.initial = initial;
        Comparator<Act> byInvocation = Comparator.comparingLong(Act::invokedNanos);
        this.closed = Arrays.stream(acts)
                .filter(act -> act.end() == Event.Type.OK)
                .sorted(byInvocation)
                .toArray(Act[]::new);
        this.open = Arrays.stream(acts)
                .filter(act -> act.end() == Event.Type.INFO && act.function() != Function.READ)
                .sorted(byInvocation)
                .toArray(Act[]::new);
        this.invoked = Arrays.stream(closed).mapToLong(Act::invokedNanos).toArray();
        this.ended = Arrays.stream(closed).mapToLong(Act::endedNanos).toArray();
        this.seenUntil = seenUntil();
    }

    private int[] seenUntil() {
        Map<Long, Integer> last = new HashMap<>();
        for (int i = 0; i < closed.length; i++) {
            switch (closed[i].function()) {
                case READ -> last.put(closed[i].value(), i);
                case CAS -> last.put(closed[i].expected(), i);
                default -> {
                    // Sees nothing.
                }
            }
        }
        for (Act act : open) {
            if (act.function() == Function.CAS) {
                last.put(act.expected(), Integer.MAX_VALUE);
            }
        }
        return Arrays.stream(open)
                .mapToInt(act -> last.getOrDefault(act.value(), -1))
                .toArray();
    }

    int operations() {
        return closed.length + open.length;
    }
}

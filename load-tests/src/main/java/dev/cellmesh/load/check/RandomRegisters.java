package dev.cellmesh.load.check;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Which histories could a register leave? Made by running one, so that they are right; and others that need not be. */
final class RandomRegisters {
    static final long INITIAL = 0;
    private static final int VALUES = 4;
    private static final double UNKNOWN_SHARE = 0.2;
    private static final long STEP_NANOS = 1_000;

    private RandomRegisters() {}

    /** Anything at all, on few values: sometimes linearizable. */
    static List<Act> arbitrary(RandomGenerator random, int count) {
        List<Act> acts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long invoked = random.nextInt(2 * count);
            Function function =
                    random.nextInt(3) == 0 ? Function.CAS : random.nextBoolean() ? Function.READ : Function.WRITE;
            long expected = function == Function.CAS ? random.nextInt(VALUES) : History.NOTHING;
            acts.add(new Act(
                    i,
                    function,
                    "r",
                    expected,
                    random.nextInt(VALUES),
                    end(random),
                    invoked,
                    invoked + random.nextInt(count),
                    i));
        }
        return acts;
    }

    private static Event.Type end(RandomGenerator random) {
        if (random.nextDouble() < UNKNOWN_SHARE) {
            return Event.Type.INFO;
        }
        return random.nextInt(10) == 0 ? Event.Type.FAIL : Event.Type.OK;
    }

    /** A client at work: when it began, and what for. */
    private record Begun(long at, Function function, long expected, long value, boolean isUnknown) {}

    /**
     * What so many clients saw of a register that works, in the order of the ends. Each operation takes effect at one moment
     * between its invocation and its end; of those with an unknown end half do so, some of them long after.
     *
     * @param values how many different ones; 0 for a new one each time
     */
    static List<Act> correct(
            RandomGenerator random, String key, int clients, int count, double unknownShare, int values) {
        List<Act> acts = new ArrayList<>();
        Begun[] begun = new Begun[clients];
        long[] seen = new long[clients];
        boolean[] hasHappened = new boolean[clients];
        long[] process = new long[clients];
        for (int i = 0; i < clients; i++) {
            process[i] = i;
        }
        List<Begun> late = new ArrayList<>();
        long value = INITIAL;
        long next = 1;
        long now = 0;
        int started = 0;
        int busy = 0;
        while (acts.size() < count) {
            now += 1 + random.nextLong(STEP_NANOS);
            int client = random.nextInt(clients);
            Begun act = begun[client];
            if (!late.isEmpty() && random.nextInt(16) == 0) {
                Begun happens = late.remove(random.nextInt(late.size()));
                value = after(happens, value);
            } else if (act == null) {
                if (started < count) {
                    started++;
                    busy++;
                    int kind = random.nextInt(4);
                    Function function = kind < 2 ? Function.READ : kind == 2 ? Function.WRITE : Function.CAS;
                    long wish = values == 0 ? next++ : random.nextInt(values);
                    boolean unknown = function != Function.READ && random.nextDouble() < unknownShare;
                    begun[client] =
                            new Begun(now, function, function == Function.CAS ? value : History.NOTHING, wish, unknown);
                    hasHappened[client] = false;
                }
            } else if (act.isUnknown()) {
                acts.add(new Act(
                        process[client],
                        act.function(),
                        key,
                        act.expected(),
                        act.value(),
                        Event.Type.INFO,
                        act.at(),
                        now,
                        -1));
                if (random.nextBoolean()) {
                    late.add(act);
                }
                process[client] += clients;
                begun[client] = null;
                busy--;
            } else if (!hasHappened[client]) {
                hasHappened[client] = true;
                seen[client] = value;
                value = after(act, value);
            } else {
                boolean fits = act.function() != Function.CAS || act.expected() == seen[client];
                long shown = act.function() == Function.READ ? seen[client] : act.value();
                acts.add(new Act(
                        process[client],
                        act.function(),
                        key,
                        act.expected(),
                        shown,
                        fits ? Event.Type.OK : Event.Type.FAIL,
                        act.at(),
                        now,
                        -1));
                begun[client] = null;
                busy--;
            }
            if (busy == 0 && started == count && acts.size() < count) {
                throw new IllegalStateException("operations went missing");
            }
        }
        return acts;
    }

    private static long after(Begun act, long value) {
        return switch (act.function()) {
            case WRITE -> act.value();
            case CAS -> act.expected() == value ? act.value() : value;
            default -> value;
        };
    }

    /** The same with the answer of one read changed; nothing is changed when there is none. */
    static List<Act> withOneWrongRead(RandomGenerator random, List<Act> acts, int values) {
        List<Act> changed = new ArrayList<>(acts);
        int first = random.nextInt(Math.max(1, acts.size()));
        for (int i = 0; i < acts.size(); i++) {
            int at = (first + i) % acts.size();
            Act act = acts.get(at);
            if (act.function() == Function.READ && act.end() == Event.Type.OK) {
                long other = (act.value() + 1 + random.nextInt(values - 1)) % values;
                changed.set(
                        at,
                        new Act(
                                act.process(),
                                act.function(),
                                act.key(),
                                act.expected(),
                                other,
                                act.end(),
                                act.invokedNanos(),
                                act.endedNanos(),
                                act.number()));
                return changed;
            }
        }
        return changed;
    }
}

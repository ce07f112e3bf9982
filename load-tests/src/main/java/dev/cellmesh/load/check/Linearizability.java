package dev.cellmesh.load.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Did each register behave as one that does one thing at a time? Registers are judged one by one, which is enough: a history is
 * linearizable when that of every object in it is (M. Herlihy and J. Wing, "Linearizability", 1990).
 */
public final class Linearizability {
    public static final String NAME = "linearizability";

    private Linearizability() {}

    /** @param initial value of every register before its first operation */
    public static Finding check(History history, long initial) {
        return check(history, initial, RegisterSearch.Limits.DEFAULT);
    }

    static Finding check(History history, long initial, RegisterSearch.Limits limits) {
        Violations violations = new Violations();
        if (history.leftOut() > 0) {
            return violations.finding(NAME, Notes.leftOut(history));
        }
        List<String> undecided = new ArrayList<>();
        int[][] byKey = history.byKey();
        for (int[] places : byKey) {
            Act[] acts = Arrays.stream(places).mapToObj(history::get).toArray(Act[]::new);
            String key = acts[0].key();
            Register register = new Register(key, initial, acts);
            switch (new RegisterSearch(register, limits).search()) {
                case RegisterSearch.Answer.Linearizable linearizable -> violations.judged(register.operations());
                case RegisterSearch.Answer.Undecided reached ->
                    undecided.add(key + " (" + register.operations() + " operations, " + reached.limit() + ")");
                case RegisterSearch.Answer.Violated violated -> {
                    violations.judged(register.operations());
                    violations.add(at(violated), () -> describe(register, violated));
                }
            }
        }
        String note = undecided.isEmpty()
                ? ""
                : "undecided: " + undecided.size() + " of " + byKey.length + " registers: " + Notes.some(undecided);
        return violations.finding(NAME, note);
    }

    private static long at(RegisterSearch.Answer.Violated violated) {
        return violated.stuck().stream().mapToLong(Act::endedNanos).min().orElse(0);
    }

    private static String describe(Register register, RegisterSearch.Answer.Violated violated) {
        List<String> stuck = violated.stuck().stream().map(Act::describe).toList();
        String value = violated.value() == History.NOTHING ? "nothing" : Long.toString(violated.value());
        return register.key + ": " + violated.ordered() + " of " + register.closed.length
                + " operations can be ordered and leave " + value + ", but none of these can come next: "
                + String.join("; ", stuck);
    }
}

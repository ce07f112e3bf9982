package dev.cellmesh.load.check;

import java.util.ArrayList;
import java.util.List;

/**
 * Is a small register history linearizable? By the definition alone: every order of every set of operations that holds all known
 * ones and any of the open ones. It shares nothing with {@link RegisterSearch}, which is held against it.
 */
final class BruteForce {
    /** 40,320 orders. */
    static final int ACTS_MAX = 8;

    private BruteForce() {}

    static boolean isLinearizable(List<Act> acts, long initial) {
        if (acts.size() > ACTS_MAX) {
            throw new IllegalArgumentException("too many to try every order: " + acts.size());
        }
        List<Act> known = new ArrayList<>();
        List<Act> open = new ArrayList<>();
        for (Act act : acts) {
            if (act.end() == Event.Type.OK) {
                known.add(act);
            } else if (act.end() == Event.Type.INFO) {
                open.add(act);
            }
        }
        for (int subset = 0; subset < 1 << open.size(); subset++) {
            List<Act> happened = new ArrayList<>(known);
            for (int i = 0; i < open.size(); i++) {
                if ((subset & 1 << i) != 0) {
                    happened.add(open.get(i));
                }
            }
            if (someOrderWorks(happened, new ArrayList<>(), initial)) {
                return true;
            }
        }
        return false;
    }

    private static boolean someOrderWorks(List<Act> left, List<Act> order, long initial) {
        if (left.isEmpty()) {
            return keepsTime(order) && explains(order, initial);
        }
        for (int i = 0; i < left.size(); i++) {
            List<Act> rest = new ArrayList<>(left);
            order.add(rest.remove(i));
            // Only to save time: an order that is wrong so far stays so.
            boolean works = keepsTime(order) && explains(order, initial) && someOrderWorks(rest, order, initial);
            order.removeLast();
            if (works) {
                return true;
            }
        }
        return false;
    }

    private static boolean keepsTime(List<Act> order) {
        for (int later = 0; later < order.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                Act behind = order.get(later);
                boolean hadEnded = behind.end() == Event.Type.OK
                        && behind.endedNanos() < order.get(earlier).invokedNanos();
                if (hadEnded) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean explains(List<Act> order, long initial) {
        long value = initial;
        for (Act act : order) {
            switch (act.function()) {
                case READ -> {
                    boolean seenByNobody = act.end() == Event.Type.INFO;
                    if (!seenByNobody && act.value() != value) {
                        return false;
                    }
                }
                case WRITE -> value = act.value();
                case CAS -> {
                    if (act.expected() != value) {
                        return false;
                    }
                    value = act.value();
                }
                case TRANSFER, ADD -> throw new IllegalArgumentException("no register knows " + act.function());
            }
        }
        return true;
    }
}

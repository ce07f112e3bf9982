package dev.cellmesh.load.operation;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What does a scenario say of an operation, or of its data? Every mistake is an {@link IllegalArgumentException} that names it.
 *
 * @param where for messages, such as {@code operation pay}
 */
record Settings(String where, Map<String, Object> values) {
    void only(String... known) {
        Set<String> unknown = new TreeSet<>(values.keySet());
        unknown.removeAll(Set.of(known));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    where + " has no setting " + unknown + "; it has " + new TreeSet<>(Set.of(known)));
        }
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).map(String::valueOf);
    }

    String text(String name, String otherwise) {
        return text(name).orElse(otherwise);
    }

    boolean flag(String name, boolean otherwise) {
        Object value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw new IllegalArgumentException(where + ": " + name + " is true or false, not " + value);
    }

    /** From min to max, both included. */
    long number(String name, long otherwise, long min, long max) {
        Object value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        boolean isWhole = value instanceof Integer || value instanceof Long;
        if (isWhole && ((Number) value).longValue() >= min && ((Number) value).longValue() <= max) {
            return ((Number) value).longValue();
        }
        throw new IllegalArgumentException(where + ": " + name + " is " + min + " to " + max + ", not " + value);
    }

    /** From 0 to 1. */
    double share(String name, double otherwise) {
        Object value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() <= 1) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException(where + ": " + name + " is a share from 0 to 1, not " + value);
    }
}

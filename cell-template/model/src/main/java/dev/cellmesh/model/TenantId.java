package dev.cellmesh.model;

import java.util.regex.Pattern;

/**
 * Which customer is meant?
 *
 * @param value 2 to 63 characters: lower-case letters, digits and inner hyphens, so that it fits a DNS label
 */
public record TenantId(String value) implements Comparable<TenantId> {
    /** The form as a pattern, for schemas that repeat it. */
    public static final String FORM = "[a-z0-9][a-z0-9-]{0,61}[a-z0-9]";

    private static final Pattern PATTERN = Pattern.compile(FORM);

    public TenantId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a tenant id: " + value);
        }
    }

    public static boolean isValid(String value) {
        return PATTERN.matcher(value).matches();
    }

    @Override
    public int compareTo(TenantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

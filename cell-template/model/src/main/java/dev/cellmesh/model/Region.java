package dev.cellmesh.model;

import java.util.regex.Pattern;

/**
 * Which failure and latency domain is meant? A lower-case name such as {@code us-east1}.
 *
 * @param name 1 to 32 characters: lower-case letters and digits in groups joined by single hyphens
 */
public record Region(String name) implements Comparable<Region> {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    /** Short enough that a text naming all regions of a mesh still fits a header. */
    public static final int LENGTH_MAX = 32;

    public Region {
        if (!isValid(name)) {
            throw new IllegalArgumentException("not a region name: " + name);
        }
    }

    public static boolean isValid(String name) {
        return name.length() <= LENGTH_MAX && FORM.matcher(name).matches();
    }

    @Override
    public int compareTo(Region other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}

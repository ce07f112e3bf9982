package dev.cellmesh.runtime.service;

import dev.cellmesh.model.merge.VersionVector;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which version must the entity have? One strong entity tag that holds a version number, or a version vector.
 *
 * @param tag as sent
 * @param version 0, which no entity has, when the tag is weak or is none that we ever gave: strong comparison never matches it
 */
public record IfMatch(String tag, long version) {
    public static final String HEADER = "If-Match";

    private static final String QUOTE = "\"";
    private static final Pattern TAG =
            Pattern.compile("(W/)?\"([\\x21\\x23-\\x7e]{0," + VersionVector.TEXT_LENGTH_MAX + "})\"");
    /** Eighteen digits always fit a long. */
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");

    /** Empty when it is not one entity tag; {@code *} and lists say nothing about the version that the client saw. */
    public static Optional<IfMatch> parse(String header) {
        Matcher matcher = TAG.matcher(header.trim());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean ours =
                matcher.group(1) == null && VERSION.matcher(matcher.group(2)).matches();
        return Optional.of(new IfMatch(header.trim(), ours ? Long.parseLong(matcher.group(2)) : 0));
    }

    /** Of an entity of which every region may write versions; empty when it is none, or weak. */
    public Optional<VersionVector> vector() {
        return tag.startsWith(QUOTE) ? VersionVector.parse(tag.substring(1, tag.length() - 1)) : Optional.empty();
    }

    /** What a conflict shows as {@code providedVersion}: the number, or the tag that is none. */
    public Object provided() {
        return version == 0 ? tag : (Object) version;
    }

    public static String tagOf(VersionVector vector) {
        return QUOTE + vector.encode() + QUOTE;
    }

    /** The entity tag of a version. */
    public static String tagOf(long version) {
        return QUOTE + version + QUOTE;
    }
}

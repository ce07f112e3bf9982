package dev.cellmesh.services.edge.compress;

/**
 * What is the tag of a compressed answer, and what does a cell hear of it? A strong tag stands for the very bytes (RFC 9110, 8.8.1),
 * so the compressed ones get another one: {@code "5"} becomes {@code "5-gzip"}. The client sends that back with its next write, and
 * the cell gets its own again: so the version check goes on working, which a weak tag would never pass.
 */
public final class EntityTags {
    private static final String SUFFIX = "-gzip";
    private static final String END = SUFFIX + '"';

    private EntityTags() {}

    /** Of the compressed answer. A weak tag stands for both. */
    static String ofCompressed(String tag) {
        return tag.startsWith("W/") || !tag.endsWith("\"") ? tag : tag.substring(0, tag.length() - 1) + END;
    }

    static boolean namesCompressed(String tags) {
        return tags.contains(END);
    }

    /** @param tags the value of If-Match or If-None-Match as the client sent it */
    public static String ofCells(String tags) {
        return namesCompressed(tags) ? tags.replace(END, "\"") : tags;
    }
}

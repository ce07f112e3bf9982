package dev.cellmesh.runtime.http;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Can a path be one of a contract's at all? A "yes" is no verdict: the router asks its patterns then. It would ask all patterns
 * of all contracts in turn, which takes far longer than to compare a few segments.
 */
final class PathShapes {
    /** One segment each; null for a parameter. */
    private final List<String[]> templates = new ArrayList<>();

    /** @param templates such as {@code /v1/tenants/{tenant}/accounts} */
    PathShapes(Collection<String> templates) {
        for (String template : templates) {
            String[] segments = template.split("/", -1);
            for (int i = 0; i < segments.length; i++) {
                segments[i] = segments[i].indexOf('{') < 0 ? segments[i] : null;
            }
            this.templates.add(segments);
        }
    }

    /** @param path without the query, as sent */
    boolean mayHave(String path) {
        // What the router tidies up first may become anything.
        if (!isTidy(path)) {
            return true;
        }
        for (String[] template : templates) {
            if (isOf(template, path)) {
                return true;
            }
        }
        return false;
    }

    /** Only letters, digits, hyphens and underscores between single slashes. */
    static boolean isTidy(String path) {
        char before = 'a';
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!word && c != '-' && c != '_' && (c != '/' || before == '/')) {
                return false;
            }
            before = c;
        }
        return before != '/' && path.startsWith("/");
    }

    private static boolean isOf(String[] template, String path) {
        int from = 0;
        for (int i = 0; i < template.length; i++) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            boolean last = slash < 0;
            if (last != (i == template.length - 1) || !isSegment(template[i], path, from, to)) {
                return false;
            }
            from = to + 1;
        }
        return true;
    }

    private static boolean isSegment(String spelled, String path, int from, int to) {
        return spelled == null || (spelled.length() == to - from && path.startsWith(spelled, from));
    }
}

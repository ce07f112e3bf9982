package dev.cellmesh.services.edge;

import dev.cellmesh.runtime.consistency.ProfilesDocument;
import dev.cellmesh.services.edge.region.EdgesDocument;
import java.util.regex.Pattern;

/**
 * Which tenant does a request's target name? The edge and the cell must read the same path alike, so one that can be
 * read in two ways (dot segments, encoded slashes) is refused and not tidied up.
 */
sealed interface EdgePath {
    /** {@code /v1/tenants/{tenant}/...}, without its query; whether there is such a tenant is not known yet. */
    record OfTenant(String tenant, String path) implements EdgePath {}

    /** The profiles of all operations, which belong to no tenant. */
    record Profiles() implements EdgePath {}

    /** Which edges there are, and how far. */
    record Edges() implements EdgePath {}

    /** Whether this edge can serve, for those who measure how far it is. */
    record Ping() implements EdgePath {}

    /** A good path that the edge does not serve. */
    record Unserved() implements EdgePath {}

    /** Not to be forwarded anywhere. */
    record Malformed(String why) implements EdgePath {}

    String PREFIX = "/v1/tenants/";

    /** RFC 3986 without its fragment; everything else must be percent-encoded. */
    Pattern TARGET = Pattern.compile("/([A-Za-z0-9\\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*+");
    /** Slash, backslash and NUL, which some decode before and some after they split the path. */
    Pattern AMBIGUOUS = Pattern.compile("%(2[fF]|5[cC]|00)");

    String PLAIN_OTHERS = "/-_?=&";

    Pattern DOT_SEGMENT = Pattern.compile("/(\\.|%2[eE]){1,2}(/|$)");

    /** @param target the request's target as it came: path and query */
    static EdgePath of(String target) {
        boolean plain = isPlain(target);
        if (!plain && !TARGET.matcher(target).matches()) {
            return new Malformed("The target has a character that must be percent-encoded.");
        }
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        if (!plain
                && (AMBIGUOUS.matcher(path).find() || DOT_SEGMENT.matcher(path).find())) {
            return new Malformed("The path may not have dot segments, encoded slashes, or encoded zeros.");
        }
        if (path.equals(ProfilesDocument.TARGET)) {
            return new Profiles();
        }
        if (path.equals(EdgesDocument.TARGET)) {
            return new Edges();
        }
        if (path.equals(EdgesDocument.PING)) {
            return new Ping();
        }
        int end = path.indexOf('/', PREFIX.length());
        if (!path.startsWith(PREFIX) || end <= PREFIX.length() || end == path.length() - 1) {
            return new Unserved();
        }
        return new OfTenant(path.substring(PREFIX.length(), end), path);
    }

    /** Only of characters of which none can be in a malformed target, as most are: what else it may be, the patterns tell. */
    private static boolean isPlain(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            boolean word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!word && PLAIN_OTHERS.indexOf(c) < 0) {
                return false;
            }
        }
        return target.startsWith("/");
    }
}

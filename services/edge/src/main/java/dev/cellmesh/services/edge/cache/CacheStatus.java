package dev.cellmesh.services.edge.cache;

/** What did this cache do with the request, in the words of RFC 9211? */
public final class CacheStatus {
    public static final String HEADER = "Cache-Status";

    private CacheStatus() {}

    /** @param ttlSeconds how long it may still be served */
    static String hit(String edgeId, long ttlSeconds) {
        return edgeId + "; hit; ttl=" + ttlSeconds;
    }

    /** @param stored whether it is kept now */
    static String missed(String edgeId, boolean stored) {
        return edgeId + "; fwd=miss" + (stored ? "; stored" : "");
    }

    /** Of a request that wanted more than a kept answer can be. */
    public static String bypassed(String edgeId) {
        return edgeId + "; fwd=request";
    }
}

package dev.cellmesh.runtime.cell;

import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.Seen;
import dev.cellmesh.model.consistency.Served;
import dev.cellmesh.runtime.token.WriteTokenCodec;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What does an answer say about the consistency that it got? */
final class ServedHeaders {
    private final WriteTokenCodec tokens;

    ServedHeaders(WriteTokenCodec tokens) {
        this.tokens = tokens;
    }

    Map<String, String> of(TenantId tenant, Served served) {
        Map<String, String> headers = new TreeMap<>();
        headers.put(RequestedLevel.HEADER, served.level().wireName());
        headers.put("X-Data-Region", served.region().name());
        boolean fresh = served.staleness().filter(Duration::isZero).isPresent();
        headers.put("X-Data-Stale", String.valueOf(!fresh));
        served.position().ifPresent(at -> headers.put(WriteTokenCodec.WRITTEN, tokens.encode(tenant, Seen.of(at))));
        return headers;
    }
}

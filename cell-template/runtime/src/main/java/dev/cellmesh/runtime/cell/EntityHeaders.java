package dev.cellmesh.runtime.cell;

import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.problem.Problem;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Which headers follow from an answer? A pure function of it, so that a replay has the headers of the first answer. */
public final class EntityHeaders {
    private static final int CREATED = 201;
    private static final int ERROR_MIN = 400;
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private EntityHeaders() {}

    /** @param path of the request; a created entity's own is one segment longer */
    public static Map<String, String> of(String path, int status, JsonObject body) {
        Map<String, String> headers = new TreeMap<>();
        headers.put(Reply.CONTENT_TYPE, status >= ERROR_MIN ? Problem.CONTENT_TYPE : Reply.JSON);
        if (status >= ERROR_MIN) {
            return headers;
        }
        String etag = body.getString("etag");
        if (etag != null) {
            headers.put("ETag", etag);
        }
        String lastModified = body.getString("lastModified");
        if (lastModified != null) {
            headers.put("Last-Modified", HTTP_DATE.format(Instant.parse(lastModified)));
        }
        if (status == CREATED) {
            String parent = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
            headers.put("Location", parent + "/" + body.getJsonObject("data").getString("id"));
        }
        return headers;
    }

    /** The bounded word for metrics: {@code ok}, or the problem's slug. */
    public static String outcome(int status, JsonObject body) {
        if (status < ERROR_MIN) {
            return Reply.OK;
        }
        String type = body.getString("type", "");
        return type.substring(type.lastIndexOf('/') + 1);
    }
}

package dev.cellmesh.runtime.cell;

import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.problem.Problem;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
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

    private static final int ENTITY_TIME_LENGTH = "2026-11-21T14:26:03.599Z".length();
    private static final int DECIMAL = 10;
    private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

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
            headers.put("Last-Modified", httpDate(lastModified));
        }
        if (status == CREATED) {
            String parent = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
            headers.put("Location", parent + "/" + body.getJsonObject("data").getString("id"));
        }
        return headers;
    }

    /**
     * Entities tell their times in one form ({@code Entities}), whose parts only have to be put into another order: a fifth of what
     * it costs to understand and write it.
     */
    static String httpDate(String time) {
        if (time.length() != ENTITY_TIME_LENGTH) {
            return HTTP_DATE.format(Instant.parse(time));
        }
        LocalDate date = LocalDate.of(
                Integer.parseInt(time, 0, 4, DECIMAL),
                Integer.parseInt(time, 5, 7, DECIMAL),
                Integer.parseInt(time, 8, 10, DECIMAL));
        String day = DAYS.get(date.getDayOfWeek().getValue() - 1);
        String month = MONTHS.get(date.getMonthValue() - 1);
        return day + ", " + time.substring(8, 10) + ' ' + month + ' ' + time.substring(0, 4) + ' '
                + time.substring(11, 19) + " GMT";
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

package dev.cellmesh.load.record;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How is a key written as a tag of an interval log, which may hold no comma, blank or line break? As
 * {@code phase/operation/region/group/OUTCOME/status}, each name percent-encoded.
 */
public final class Tag {
    private static final int PARTS = 6;

    private Tag() {}

    public static String of(Recording.Key key) {
        Series series = key.series();
        return String.join(
                "/",
                encode(series.phase()),
                encode(series.operation()),
                encode(series.region()),
                encode(series.group()),
                key.outcome().name(),
                String.valueOf(key.status()));
    }

    /** @throws IllegalArgumentException when it is no such tag */
    public static Recording.Key parse(String tag) {
        List<String> parts = List.of(tag.split("/", -1));
        if (parts.size() != PARTS) {
            throw new IllegalArgumentException("'" + tag + "' is no tag of this harness");
        }
        Series series =
                new Series(decode(parts.get(0)), decode(parts.get(1)), decode(parts.get(2)), decode(parts.get(3)));
        return new Recording.Key(series, Outcome.valueOf(parts.get(4)), Integer.parseInt(parts.get(5)));
    }

    private static String encode(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    private static String decode(String name) {
        return URLDecoder.decode(name, StandardCharsets.UTF_8);
    }
}

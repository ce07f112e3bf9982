package dev.cellmesh.load.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines of YAML with their indent, and scalars as Hyperfoil's templates have them. */
final class HyperfoilYaml {
    private static final Pattern PLACE = Pattern.compile("(?<!\\$)\\{([A-Z_]+)\\}");

    private final StringBuilder text = new StringBuilder();
    private final Map<String, String> defaults = new TreeMap<>();

    void line(int depth, String line) {
        text.append("  ".repeat(depth)).append(line).append('\n');
    }

    void comment(int depth, String words) {
        line(depth, "# " + words.replaceAll("\\s+", " "));
    }

    /** A scalar in which {@code {NAME}} is a parameter. */
    String scalar(String value) {
        Matcher places = PLACE.matcher(value);
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (places.find()) {
            if (places.start() > from) {
                parts.add(quoted(value.substring(from, places.start())));
            }
            defaults.put(places.group(1), "");
            parts.add("!param " + places.group(1));
            from = places.end();
        }
        if (from < value.length() || parts.isEmpty()) {
            parts.add(quoted(value.substring(from)));
        }
        return parts.size() == 1 ? parts.getFirst() : "!concat [ " + String.join(", ", parts) + " ]";
    }

    static String quoted(String value) {
        return '\'' + value.replace("'", "''") + '\'';
    }

    /** Of all scalars so far. */
    List<String> parameters() {
        return List.copyOf(defaults.keySet());
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

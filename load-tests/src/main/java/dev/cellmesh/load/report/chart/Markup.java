package dev.cellmesh.load.report.chart;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * How does text become a part of a page without becoming markup? Everything handed in is escaped, and what was opened has
 * to be closed, so the page is well-formed XML as well as HTML. Not safe for threads.
 */
public final class Markup {
    private final StringBuilder out = new StringBuilder(1 << 16);
    private final Deque<String> open = new ArrayDeque<>();

    /** @param attributes name, value, name, value */
    public Markup open(String tag, String... attributes) {
        start(tag, attributes);
        out.append('>');
        open.push(tag);
        return this;
    }

    /** An element without content. */
    public Markup empty(String tag, String... attributes) {
        start(tag, attributes);
        out.append("/>");
        return this;
    }

    public Markup element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    public Markup text(String text) {
        escape(text);
        return this;
    }

    /** Written as it is: for what this program holds itself, never for input. */
    public Markup trusted(String text) {
        out.append(text);
        return this;
    }

    /** The element opened last. */
    public Markup close() {
        out.append("</").append(open.pop()).append(">");
        if (open.size() < 5) {
            out.append('\n');
        }
        return this;
    }

    /** The whole. */
    public String done() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("still open: " + open);
        }
        return out.toString();
    }

    /** A coordinate, short. */
    public static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private void start(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int at = 0; at < attributes.length; at += 2) {
            out.append(' ').append(attributes[at]).append("=\"");
            escape(attributes[at + 1]);
            out.append('"');
        }
    }

    private void escape(String text) {
        text.codePoints().forEach(point -> {
            switch (point) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(allowed(point) ? point : 0xFFFD);
            }
        });
    }

    /** XML has no way to write the others. Signs that turn the direction of the text around are left out with them. */
    private static boolean allowed(int point) {
        boolean inXml = point == '\t'
                || point == '\n'
                || (point >= 0x20 && point <= 0x7E)
                || (point >= 0xA0 && point <= 0xD7FF)
                || (point >= 0xE000 && point <= 0xFFFD)
                || point >= 0x10000;
        boolean turns = (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
        return inXml && !turns;
    }
}

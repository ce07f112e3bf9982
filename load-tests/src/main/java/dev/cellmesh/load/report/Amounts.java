package dev.cellmesh.load.report;

import java.util.Locale;

/** How are amounts written for people? The same in every report; three digits are what a histogram holds. */
final class Amounts {
    private Amounts() {}

    /** Such as {@code 0.042 ms}, {@code 4.21 ms}, {@code 42.1 ms}, {@code 421 ms} and {@code 4.21 s}. */
    static String millis(double millis) {
        if (Math.abs(millis) >= 999.5) {
            return digits(millis / 1000) + " s";
        }
        return digits(millis) + " ms";
    }

    /** Of round numbers on an axis: {@code 0.05 ms}, {@code 20 ms}, {@code 2 s}. */
    static String millisShort(double millis) {
        return millis >= 999.5 ? plain(millis / 1000, 3) + " s" : plain(millis, 4) + " ms";
    }

    /** Such as {@code 3 s}, {@code 1.5 s} and {@code 12 min}. */
    static String seconds(double seconds) {
        if (seconds >= 120) {
            long whole = Math.round(seconds);
            return whole % 60 == 0 ? whole / 60 + " min" : whole / 60 + " min " + whole % 60 + " s";
        }
        return plain(seconds, 3) + " s";
    }

    static String rate(double perSecond) {
        return (perSecond >= 99.5 ? count(Math.round(perSecond)) : digits(perSecond)) + "/s";
    }

    /** @param share 0 to 1; one that is above 0 never reads as 0 % */
    static String share(double share) {
        double percent = share * 100;
        if (percent == 0 || percent == 100) {
            return Math.round(percent) + " %";
        }
        if (percent < 0.001) {
            return "< 0.001 %";
        }
        // Nor does one below 1 read as all.
        return percent > 99 && percent < 100 ? plain(Math.min(99.999, percent), 3) + " %" : digits(percent) + " %";
    }

    /** With thousands set off. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    static String bytes(double bytes) {
        double mebibytes = bytes / (1024 * 1024);
        return mebibytes >= 1024 ? digits(mebibytes / 1024) + " GiB" : digits(mebibytes) + " MiB";
    }

    /** A gauge's value; the unit is the last word of its name. */
    static String gauge(String name, double value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith("bytes")) {
            return bytes(value);
        }
        if (lower.endsWith("millis")) {
            return millis(value);
        }
        return digits(value);
    }

    /** Three digits that count. */
    static String digits(double value) {
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        if (size >= 99.95) {
            return count(Math.round(value));
        }
        return String.format(Locale.ROOT, size >= 9.995 ? "%.1f" : size >= 0.9995 ? "%.2f" : "%.3f", value);
    }

    /** Without zeros at the end. */
    static String plain(double value, int decimals) {
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }
}

package dev.cellmesh.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Is what a node really shows what METRICS.md says that it does? Each series' name and labels, and that all have their description. */
public final class ScrapedMetrics {
    private static final Pattern SERIES = Pattern.compile("^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? ");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Set<String> OF_EVERY_NODE = Set.of("node", "region");
    private static final Set<String> OF_BUCKETS = Set.of("le");
    private static final Set<String> OF_LIBRARIES = Set.of("vertx_", "jvm_");
    /** More values than any label of ours has in a mesh of this machine: operations. */
    private static final int VALUES_MAX = 64;

    private final Map<String, Set<String>> labelsOf = new HashMap<>();
    private final Map<String, Set<String>> valuesOf = new HashMap<>();

    private ScrapedMetrics() {}

    /** @param text as Prometheus gets it */
    public static ScrapedMetrics of(String text) {
        ScrapedMetrics scraped = new ScrapedMetrics();
        text.lines().filter(line -> !line.startsWith("#")).forEach(scraped::read);
        return scraped;
    }

    private void read(String line) {
        Matcher series = SERIES.matcher(line);
        if (!series.find()) {
            throw new IllegalArgumentException("no series: " + line);
        }
        String name = series.group(1);
        Set<String> labels = labelsOf.computeIfAbsent(name, key -> new TreeSet<>());
        if (series.group(2) != null) {
            Matcher label = LABEL.matcher(series.group(2));
            while (label.find()) {
                labels.add(label.group(1));
                valuesOf.computeIfAbsent(name + " " + label.group(1), key -> new HashSet<>())
                        .add(label.group(2));
            }
        }
    }

    public void assertThatAllAreDeclared() {
        Map<String, DeclaredMeter> declared =
                MetricsPage.byName(Metrics.declared().meters());
        labelsOf.forEach((name, labels) -> {
            if (OF_LIBRARIES.stream().noneMatch(name::startsWith)) {
                DeclaredMeter meter = declared.get(family(name, declared));
                assertThat(meter).as(name).isNotNull();
                Set<String> own = new TreeSet<>(labels);
                own.removeAll(OF_EVERY_NODE);
                own.removeAll(OF_BUCKETS);
                Set<String> expected = new TreeSet<>();
                meter.labels().forEach(label -> expected.add(label.replace('.', '_')));
                expected.removeAll(OF_EVERY_NODE);
                assertThat(own).as(name).isEqualTo(expected);
            }
        });
        valuesOf.forEach((label, values) -> assertThat(values).as(label).hasSizeLessThan(VALUES_MAX));
    }

    private static String family(String name, Map<String, DeclaredMeter> declared) {
        if (declared.containsKey(name)) {
            return name;
        }
        String family = name.replaceFirst("_(count|sum|max|bucket)$", "");
        DeclaredMeter meter = declared.get(family);
        boolean hasParts = meter != null && meter.type() != Meter.Type.GAUGE && meter.type() != Meter.Type.COUNTER;
        return hasParts ? family : name;
    }
}

package dev.cellmesh.metrics;

import io.micrometer.core.instrument.Meter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What does METRICS.md say? One line for each meter, in the order of the names that Prometheus knows. */
final class MetricsPage {
    private static final String HEAD = """
            # Metrics

            What every node shows at `/metrics` of its ops port (`./infra/mesh status --json` tells it), for Prometheus. Made from
            the code; do not edit it. This writes it anew:
            `mvn -q test -pl infra/local -am -Dtest=MetricsTest -Dsurefire.failIfNoSpecifiedTests=false -Dreadme.write`

            Every series has the labels `node` and `region` of the node that tells, too, unless it has a `region` of its own. No label
            holds what a client chooses: no tenant, no path, no key. A meter gets 1024 series at most; what would be more is
            counted in `cellmesh_meters_denied_total`, and is a bug.

            A *timer* is three series: `_count`, `_sum`, and `_max` of the last minutes. One *with buckets* has `_bucket`, too, so that
            quantiles can be had over many nodes: `histogram_quantile(0.99, sum by (le) (rate(NAME_bucket[5m])))`.

            The rules beside this page, in `rules/`, record burn rates of the error budgets and say when somebody has to look.

            | metric | type | unit | labels | node | what it says |
            |---|---|---|---|---|---|
            """;

    private static final String TAIL = """

            ## Of the libraries

            | metric | node | what it says |
            |---|---|---|
            | `vertx_pool_*` | all | queues and threads of named worker pools; label `pool_name` |
            | `jvm_memory_*`, `jvm_buffer_*` | those that are a process of their own | what the JVM holds |
            """;

    private MetricsPage() {}

    /** @throws IllegalStateException when two places say different things of one meter */
    static Map<String, DeclaredMeter> byName(List<DeclaredMeter> meters) {
        Map<String, DeclaredMeter> all = new TreeMap<>();
        for (DeclaredMeter meter : meters) {
            DeclaredMeter before = all.putIfAbsent(meter.prometheusName(), meter);
            if (before != null && !before.saysTheSameAs(meter)) {
                throw new IllegalStateException(before + " and " + meter + " say different things of one meter");
            }
        }
        return all;
    }

    static String of(List<DeclaredMeter> meters, NodeReach reach) {
        Map<String, Set<String>> nodes = new TreeMap<>();
        meters.forEach(meter -> nodes.computeIfAbsent(meter.prometheusName(), name -> new TreeSet<>())
                .addAll(reach.kindsOf(meter.declaredIn())));
        List<String> lines = new ArrayList<>();
        byName(meters)
                .forEach((name, meter) -> lines.add("| `" + name + "` | " + type(meter) + " | " + meter.unit()
                        + " | " + code(meter.labels()) + " | " + String.join(", ", nodes.get(name)) + " | "
                        + meter.description().replace("|", "\\|") + " |"));
        return HEAD + String.join("\n", lines) + "\n" + TAIL;
    }

    private static String type(DeclaredMeter meter) {
        String word = meter.type().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        boolean plain = meter.type() == Meter.Type.GAUGE || meter.type() == Meter.Type.COUNTER;
        return !plain && meter.hasBuckets() ? word + " with buckets" : word;
    }

    private static String code(Set<String> labels) {
        return String.join(
                ", ",
                labels.stream()
                        .map(label -> "`" + label.replace('.', '_') + "`")
                        .toList());
    }
}

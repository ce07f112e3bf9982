package dev.cellmesh.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.util.Set;

/**
 * What does the code say of one meter?
 *
 * @param name Micrometer's
 * @param unit its base unit; empty for plain numbers
 * @param labels besides those that all of a node's meters have
 * @param hasBuckets whether a quantile can be had of it across nodes
 * @param declaredIn the top-level class, by its full name
 */
record DeclaredMeter(
        String name,
        Meter.Type type,
        String unit,
        Set<String> labels,
        String description,
        boolean hasBuckets,
        String declaredIn) {

    /** Without the suffixes of the parts of a timer or a summary. */
    String prometheusName() {
        String family = new PrometheusNamingConvention().name(name, type, unit.isEmpty() ? null : unit);
        return type == Meter.Type.COUNTER && !family.endsWith("_total") ? family + "_total" : family;
    }

    boolean saysTheSameAs(DeclaredMeter other) {
        return type == other.type
                && unit.equals(other.unit)
                && labels.equals(other.labels)
                && description.equals(other.description)
                && hasBuckets == other.hasBuckets;
    }
}

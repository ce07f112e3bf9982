package dev.cellmesh.load.record;

import dev.cellmesh.load.record.Recording.Measured;
import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What do many add up to? Dense histograms, so that adding is cheap; one thread at a time. */
final class Sum {
    private final Map<Quantity, Histogram> histograms = new EnumMap<>(Quantity.class);
    private long requests;
    private long attempts;
    private long outOfRange;
    /** What it was when it was asked for last; null after a change. */
    private Measured asked;

    void add(Measured measured) {
        asked = null;
        for (Quantity quantity : Quantity.values()) {
            Counts counts = measured.counts(quantity);
            if (counts.total() > 0) {
                counts.addTo(histograms.computeIfAbsent(quantity, any -> Counts.histogram()));
            }
        }
        requests += measured.requests();
        attempts += measured.attempts();
        outOfRange += measured.outOfRange();
    }

    Measured measured() {
        if (asked == null) {
            Map<Quantity, Counts> counts = new EnumMap<>(Quantity.class);
            histograms.forEach((quantity, histogram) -> counts.put(quantity, Counts.of(histogram)));
            asked = new Measured(counts, requests, attempts, outOfRange);
        }
        return asked;
    }
}

package dev.cellmesh.runtime.node;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Can a label fill the memory? No: of each meter there are at most so many series, whatever its labels are made from. What comes
 * beyond is not counted by its meter, but here, and said once in the log. It is the last resort: each meter's labels are bounded
 * by what they mean, and a denied one is a bug. Safe to use from several threads.
 */
public final class LabelBound implements MeterFilter {
    /** The meter of what was denied; it is never denied itself. */
    public static final String DENIED = "cellmesh.meters.denied";

    /** Operations times outcomes are the most that is needed; most of these pairs never happen. */
    static final int SERIES_MAX = 1_024;

    private static final Logger LOG = LoggerFactory.getLogger(LabelBound.class);

    private final int seriesMax;
    private final Counter denied;
    private final Map<String, Set<Meter.Id>> seriesOf = new ConcurrentHashMap<>();
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    private LabelBound(MeterRegistry meters, int seriesMax) {
        this.seriesMax = seriesMax;
        this.denied = Counter.builder(DENIED)
                .description("Attempts to count by a label's value for which a meter has no more room: a bug")
                .register(meters);
    }

    /** To be called before any other meter is made. */
    public static void apply(MeterRegistry meters) {
        apply(meters, SERIES_MAX);
    }

    static void apply(MeterRegistry meters, int seriesMax) {
        meters.config().meterFilter(new LabelBound(meters, seriesMax));
    }

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        if (id.getName().equals(DENIED)) {
            return MeterFilterReply.NEUTRAL;
        }
        Set<Meter.Id> series = seriesOf.computeIfAbsent(id.getName(), name -> new HashSet<>());
        boolean room;
        synchronized (series) {
            room = series.contains(id) || (series.size() < seriesMax && series.add(id));
        }
        if (room) {
            return MeterFilterReply.NEUTRAL;
        }
        denied.increment();
        if (said.add(id.getName())) {
            LOG.warn("The meter {} has {} series, and gets no more: {} is not counted", id.getName(), seriesMax, id);
        }
        return MeterFilterReply.DENY;
    }
}

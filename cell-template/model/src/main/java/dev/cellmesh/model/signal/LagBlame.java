package dev.cellmesh.model.signal;

import dev.cellmesh.model.Region;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Whose fault is it that a replica is old? Rows that are old in every other region are the fault of the region that sends them;
 * rows that are old in some only, of those that read them. Without that, one dead region would make all of them look ill.
 *
 * <p>Several cells may tell of one replica: the freshest counts, for none can see it fresher than it is.
 */
public final class LagBlame {
    private record Pair(Region source, Region reader) {}

    private LagBlame() {}

    /** @return the lag that is each region's fault; no entry where nobody can tell */
    public static Map<Region, OptionalLong> of(Collection<ReplicaLag> told) {
        Map<Pair, Long> freshest = new HashMap<>();
        for (ReplicaLag lag : told) {
            lag.lagMillis()
                    .ifPresent(millis -> freshest.merge(new Pair(lag.source(), lag.reader()), millis, Math::min));
        }
        Map<Region, Long> everywhere = new HashMap<>();
        freshest.forEach((pair, millis) -> everywhere.merge(pair.source(), millis, Math::min));
        Map<Region, OptionalLong> blamed = new TreeMap<>();
        freshest.forEach((pair, millis) -> {
            long ofSource = everywhere.get(pair.source());
            // What it has beyond what all have is its own.
            for (Map.Entry<Region, Long> share :
                    List.of(Map.entry(pair.source(), ofSource), Map.entry(pair.reader(), millis - ofSource))) {
                blamed.merge(share.getKey(), OptionalLong.of(share.getValue()), LagBlame::larger);
            }
        });
        return blamed;
    }

    private static OptionalLong larger(OptionalLong one, OptionalLong other) {
        return one.getAsLong() >= other.getAsLong() ? one : other;
    }
}

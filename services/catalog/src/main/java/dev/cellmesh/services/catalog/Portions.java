package dev.cellmesh.services.catalog;

import dev.cellmesh.model.Region;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Where are a product's units? What was read of each region, at slightly different times.
 *
 * @param byRegion without the regions that could not be read
 */
record Portions(Map<Region, Portion> byRegion) {
    /** Units that one region has given away and the other one has not got yet. */
    record OnTheWay(Region source, Region destination, long received, long units) {}

    /**
     * All units that are for sale or on the way. Exact however far apart the regions were read: moves cancel out, so that it is the
     * sum of what each region got from outside and has not reserved, when it was read.
     */
    long total() {
        return byRegion.values().stream().mapToLong(Portion::units).sum()
                + channels().stream().mapToLong(OnTheWay::units).sum();
    }

    /** Between regions that were read; less than none when the destination was read later than the source. */
    List<OnTheWay> channels() {
        return byRegion.entrySet().stream()
                .flatMap(source -> byRegion.entrySet().stream()
                        .filter(destination -> !destination.getKey().equals(source.getKey()))
                        .map(destination -> channel(source.getKey(), destination.getKey())))
                .toList();
    }

    /** Of two regions that were read. */
    OnTheWay channel(Region source, Region destination) {
        long sent = byRegion.get(source).sentTo(destination);
        long received = byRegion.get(destination).receivedFrom(source);
        return new OnTheWay(source, destination, received, sent - received);
    }

    /** Who may have something for the region: first who has most. */
    List<Region> donorsFor(Region destination) {
        return byRegion.keySet().stream()
                .filter(region -> !region.equals(destination))
                .filter(region -> byRegion.get(region).units() > 0
                        || channel(region, destination).units() > 0)
                .sorted(Comparator.comparingLong(
                                (Region region) -> byRegion.get(region).units())
                        .reversed())
                .toList();
    }
}

package dev.cellmesh.services.edge.health;

/**
 * How often did each of a few things happen lately? A ring of slices with their sums: to count and to ask costs the same however
 * much happened, and what is old goes slice by slice.
 */
final class SlidingCounts {
    private final int[][] slices;
    private final int[] sums;
    private int current;

    /**
     * @param things that are counted, each by its number from 0
     * @param slices that make up the window; the oldest is dropped with each {@link #turn}
     */
    SlidingCounts(int things, int slices) {
        this.slices = new int[slices][things];
        this.sums = new int[things];
    }

    void count(int thing) {
        slices[current][thing]++;
        sums[thing]++;
    }

    /** Begins a new slice. */
    void turn() {
        current = (current + 1) % slices.length;
        int[] oldest = slices[current];
        for (int thing = 0; thing < oldest.length; thing++) {
            sums[thing] -= oldest[thing];
            oldest[thing] = 0;
        }
    }

    int of(int thing) {
        return sums[thing];
    }

    int total() {
        int total = 0;
        for (int sum : sums) {
            total += sum;
        }
        return total;
    }

    void addTo(int[] counts, int times) {
        for (int thing = 0; thing < sums.length; thing++) {
            counts[thing] += times * sums[thing];
        }
    }
}

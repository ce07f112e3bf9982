package dev.cellmesh.model.placement.blast;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/**
 * What would chance alone give? {@code k} of {@code n} cells, drawn for each tenant without regard to zones or other tenants: the
 * hypergeometric distribution, as in AWS Builders' Library, "Workload isolation using shuffle-sharding". Shares are 0 to 1.
 *
 * @param cells {@code n}, from 1
 * @param shard {@code k}, 1 to {@code n}
 */
public record Theory(int cells, int shard) {
    public Theory {
        if (shard < 1 || shard > cells) {
            throw new IllegalArgumentException("no " + shard + " of " + cells + " cells");
        }
    }

    /** How many different sets are there? */
    public BigInteger sets() {
        return choose(cells, shard);
    }

    private static BigInteger choose(int n, int k) {
        BigInteger ways = BigInteger.ONE;
        for (int i = 0; i < k; i++) {
            ways = ways.multiply(BigInteger.valueOf(n - i)).divide(BigInteger.valueOf(i + 1L));
        }
        return ways;
    }

    /**
     * How many of the sets reach as many zones as a set can?
     *
     * @param zoneSizes how many of the cells are in each zone; their sum is {@code n}
     */
    public BigInteger widestSets(List<Integer> zoneSizes) {
        int zonesMost = Math.min(shard, zoneSizes.size());
        // sets[seats][zones]: of the zones looked at so far, with so many members in so many of them.
        BigInteger[][] sets = zeros(shard + 1, zonesMost + 1);
        sets[0][0] = BigInteger.ONE;
        for (int size : zoneSizes) {
            BigInteger[][] next = zeros(shard + 1, zonesMost + 1);
            for (int seats = 0; seats <= shard; seats++) {
                for (int zones = 0; zones <= zonesMost; zones++) {
                    for (int here = 0; here <= Math.min(size, shard - seats); here++) {
                        int reached = zones + (here == 0 ? 0 : 1);
                        if (reached <= zonesMost) {
                            next[seats + here][reached] =
                                    next[seats + here][reached].add(sets[seats][zones].multiply(choose(size, here)));
                        }
                    }
                }
            }
            sets = next;
        }
        return sets[shard][zonesMost];
    }

    private static BigInteger[][] zeros(int rows, int columns) {
        BigInteger[][] zeros = new BigInteger[rows][columns];
        for (BigInteger[] row : zeros) {
            Arrays.fill(row, BigInteger.ZERO);
        }
        return zeros;
    }

    /** The share of tenants that lose every cell when so many die. */
    public double loseAll(int dead) {
        return draws(dead);
    }

    public double loseNothing(int dead) {
        return draws(cells - dead);
    }

    public double losePart(int dead) {
        return Math.max(0, 1 - loseAll(dead) - loseNothing(dead));
    }

    /** The share of all tenants that a whole shard takes down where each tenant has one of {@code n / k} fixed shards. */
    public double plainShard() {
        return 1.0 / Math.max(1, cells / shard);
    }

    /** The probability that all cells of a set are among so many. */
    private double draws(int among) {
        double probability = 1;
        for (int i = 0; i < shard; i++) {
            probability *= Math.max(0, among - i) / (double) (cells - i);
        }
        return probability;
    }
}

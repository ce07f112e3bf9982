package dev.cellmesh.model.placement.blast;

import java.math.BigInteger;

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
        BigInteger sets = BigInteger.ONE;
        for (int i = 0; i < shard; i++) {
            sets = sets.multiply(BigInteger.valueOf(cells - i)).divide(BigInteger.valueOf(i + 1L));
        }
        return sets;
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

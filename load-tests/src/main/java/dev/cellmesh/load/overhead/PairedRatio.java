package dev.cellmesh.load.overhead;

import java.util.List;

/**
 * How many times as large is one thing as another, when both were measured side by side in each of some rounds?
 *
 * <p>What slows a round down slows both of its blocks, so the ratio of each round is one observation. The estimate is their
 * geometric mean; the interval is Student's for the mean of their logarithms, which holds when those are about normally
 * distributed and the rounds independent of each other.
 *
 * @param low of the interval at 95 %
 */
record PairedRatio(double ratio, double low, double high) {
    static final int ROUNDS_MIN = 3;

    /** Two-sided 95 % points of Student's t, by degrees of freedom from 1 (any table, such as Abramowitz and Stegun 26.10). */
    private static final double[] T_95 = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
        2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042
    };

    /**
     * @param ofWhat one positive number for each round
     * @param toWhat of the same rounds, in the same order
     */
    static PairedRatio of(List<Double> ofWhat, List<Double> toWhat) {
        int rounds = ofWhat.size();
        if (rounds != toWhat.size() || rounds < ROUNDS_MIN) {
            throw new IllegalArgumentException(
                    "pairs of at least " + ROUNDS_MIN + " rounds, not " + rounds + " and " + toWhat.size());
        }
        double[] logs = new double[rounds];
        double sum = 0;
        for (int i = 0; i < rounds; i++) {
            if (!(ofWhat.get(i) > 0) || !(toWhat.get(i) > 0)) {
                throw new IllegalArgumentException("only positive numbers have a ratio");
            }
            logs[i] = Math.log(ofWhat.get(i) / toWhat.get(i));
            sum += logs[i];
        }
        double mean = sum / rounds;
        double squares = 0;
        for (double log : logs) {
            squares += (log - mean) * (log - mean);
        }
        double error = Math.sqrt(squares / (rounds - 1) / rounds) * t95(rounds - 1);
        return new PairedRatio(Math.exp(mean), Math.exp(mean - error), Math.exp(mean + error));
    }

    /** Beyond the table its last point, which is a little too careful. */
    private static double t95(int degrees) {
        return T_95[Math.min(degrees, T_95.length) - 1];
    }
}

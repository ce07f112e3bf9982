package dev.cellmesh.runtime.node;

/**
 * Into how many groups of equal size is a population split, to be compared?
 *
 * @param name as cells read it: 1 to {@value SplitNames#LENGTH_MAX} lower-case letters, digits and hyphens, a letter first
 * @param of who is split
 * @param buckets 2 to {@value #BUCKETS_MAX}
 */
public record Experiment(String name, Population of, int buckets) {
    /** More could not be told apart by any number of users. */
    public static final int BUCKETS_MAX = 1_000;

    public Experiment {
        SplitNames.check(name);
        if (buckets < 2 || buckets > BUCKETS_MAX) {
            throw new IllegalArgumentException(
                    "the experiment " + name + " has 2 to " + BUCKETS_MAX + " buckets, not " + buckets);
        }
    }
}

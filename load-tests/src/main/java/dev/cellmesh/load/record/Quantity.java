package dev.cellmesh.load.record;

/** Which of the four things that are measured about a request? */
public enum Quantity {
    /** From the intended start, in nanoseconds. */
    LATENCY("latency", 1_000_000),
    /** From the first sending, in nanoseconds. */
    SERVICE("service", 1_000_000),
    /** From the intended start to the first sending, in nanoseconds. */
    LAG("lag", 1_000_000),
    /** As the answer reported it, in milliseconds; only answers that do are counted. */
    STALENESS("staleness", 1);

    private final String word;
    private final long perMillisecond;

    Quantity(String word, long perMillisecond) {
        this.word = word;
        this.perMillisecond = perMillisecond;
    }

    /** As files and expressions name it. */
    public String word() {
        return word;
    }

    /** How many of its units make a millisecond. */
    public long perMillisecond() {
        return perMillisecond;
    }
}

package dev.cellmesh.model.budget;

/**
 * How good has one operation to be?
 *
 * @param goodShare of its requests: answered, and within the latency goal; between 0 and 1, without both
 * @param badMin bad requests of the long window below which no alert fires: on a quiet service, fewer are chance
 */
public record Objective(double goodShare, int badMin) {
    /** 99.9 %; ten bad requests are as many as 10,000 requests may have. */
    public static final Objective DEFAULT = new Objective(0.999, 10);

    public Objective {
        if (!(goodShare > 0 && goodShare < 1)) {
            throw new IllegalArgumentException("a share between 0 and 1, not " + goodShare);
        }
        if (badMin < 1) {
            throw new IllegalArgumentException("without a bad request nothing is to be said");
        }
    }

    /** Of all requests, how many may be bad? */
    public double budgetShare() {
        return 1 - goodShare;
    }
}

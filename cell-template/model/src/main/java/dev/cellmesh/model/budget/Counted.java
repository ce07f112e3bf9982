package dev.cellmesh.model.budget;

/**
 * How many requests were there, and how many of them were bad?
 *
 * @param bad at most {@code requests}
 */
public record Counted(long requests, long bad) {
    public static final Counted NONE = new Counted(0, 0);

    public Counted {
        if (requests < 0 || bad < 0 || bad > requests) {
            throw new IllegalArgumentException(bad + " bad of " + requests + " requests");
        }
    }

    public Counted and(Counted other) {
        return new Counted(requests + other.requests, bad + other.bad);
    }

    /** Zero when there were none: nobody was hurt. */
    public double badShare() {
        return requests == 0 ? 0 : (double) bad / requests;
    }
}

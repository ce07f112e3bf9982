package dev.cellmesh.model.admission;

/**
 * Who is let in first when not everybody can be, and who is refused first? The most urgent class stands first. What a lower class may
 * use of a cell is a share, so that the classes above find room however much of it is asked for.
 */
public enum Priority {
    /** Somebody's money or words are at stake: writes. May use all of a cell. */
    CRITICAL("critical", 1.0),
    /** Somebody waits for it: reads. The rest is enough to let writes in without a wait while reads are too many. */
    INTERACTIVE("interactive", 0.85),
    /** Nobody waits for it: what a client calls background. */
    BACKGROUND("background", 0.5);

    private final String wireName;
    private final double shareMax;

    Priority(String wireName, double shareMax) {
        this.wireName = wireName;
        this.shareMax = shareMax;
    }

    public String wireName() {
        return wireName;
    }

    /** Which part of a limit this class may use together with all others, at least one place. */
    public int placesOf(int limit) {
        return Math.max(1, (int) (limit * shareMax));
    }

    /** The less urgent of the two: a wish may lower a class, and never raises one. */
    public Priority loweredTo(Priority wish) {
        return wish.compareTo(this) > 0 ? wish : this;
    }
}

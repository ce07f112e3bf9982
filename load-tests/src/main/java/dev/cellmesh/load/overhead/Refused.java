package dev.cellmesh.load.overhead;

/** What is measured, to compare what a refusal costs with what an answer does? The same request each time, at the cell itself. */
enum Refused {
    /** Nothing is refused: the measure. */
    SERVED("served", "", 0),
    /** Not admitted: its deadline has passed, which is found out where a place is asked for, and told as an overload is. */
    SHED("shed, 503", "X-Request-Deadline: 0\r\n", 503),
    /** Beyond the tenant's plan. */
    BEYOND_PLAN("beyond its plan, 429", "", 429);

    private final String shown;
    private final String header;
    private final int status;

    Refused(String shown, String header, int status) {
        this.shown = shown;
        this.header = header;
        this.status = status;
    }

    String shown() {
        return shown;
    }

    /** Of the request, with its line's end; empty for none. */
    String header() {
        return header;
    }

    int status(Work work) {
        return this == SERVED ? work.status() : status;
    }
}

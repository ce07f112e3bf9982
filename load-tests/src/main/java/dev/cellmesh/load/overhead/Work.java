package dev.cellmesh.load.overhead;

/** Which operation of payments is asked for? A strong read of one row, or the one statement that moves money. */
enum Work {
    READ("read", 200),
    WRITE("write", 201);

    private final String shown;
    private final int status;

    Work(String shown, int status) {
        this.shown = shown;
        this.status = status;
    }

    String shown() {
        return shown;
    }

    /** The status of a good answer; any other makes the measurement worthless. */
    int status() {
        return status;
    }
}

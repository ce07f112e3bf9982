package dev.cellmesh.load.overhead;

import java.util.Map;

/** What is measured beside the others? All three do the same statement on the same primary, and give the same body. */
enum Subject {
    BARE("bare handler"),
    CELL("cell"),
    EDGE_AND_CELL("edge + cell");

    private final String shown;

    Subject(String shown) {
        this.shown = shown;
    }

    String shown() {
        return shown;
    }

    /** Which share of the bare handler's throughput is to be left? */
    double goal(Work work) {
        return GOALS.get(this).get(work);
    }

    private static final Map<Subject, Map<Work, Double>> GOALS = Map.of(
            BARE, Map.of(Work.READ, 1.0, Work.WRITE, 1.0),
            CELL, Map.of(Work.READ, 0.80, Work.WRITE, 0.85),
            EDGE_AND_CELL, Map.of(Work.READ, 0.40, Work.WRITE, 0.40));
}

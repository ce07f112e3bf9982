package dev.cellmesh.load.report;

import java.util.List;

/** What came of comparing two runs? */
public sealed interface Comparison {
    /** They measure different things. */
    record Refused(List<String> reasons) implements Comparison {}

    record Compared() implements Comparison {}
}

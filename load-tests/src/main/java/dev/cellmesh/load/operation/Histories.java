package dev.cellmesh.load.operation;

import dev.cellmesh.load.check.History;
import dev.cellmesh.load.check.Sessions;
import dev.cellmesh.load.check.Transfers;
import dev.cellmesh.load.check.Versions;
import dev.cellmesh.load.check.Violations;
import java.util.ArrayList;
import java.util.List;

/** All that the operations of a run leave for the checks. */
final class Histories {
    final Sessions sessions = new Sessions();
    final Versions versions = new Versions();
    /** Labels of accounts, see RATIONALE.md. */
    final History registers = new History();

    final Transfers transfers = new Transfers();
    /** Products made; the number is in the name. */
    final History products = new History();
    /** Reactions counted up, by document. */
    final History reactions = new History();
    /** What {@code duplicate-effects} has found so far. */
    final Violations effects = new Violations();
    /** What could not be read in the end, and so was not checked. */
    final List<String> unread = new ArrayList<>();
    /** Answers that could not be read, and so are in no history. */
    long unreadable;

    String firstUnreadable = "";
}

package dev.cellmesh.services.edge;

import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.services.edge.poison.Print;
import dev.cellmesh.services.edge.poison.Quarantine;
import dev.cellmesh.services.edge.poison.Quarantine.Standing;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.LongSupplier;

/** May one request go to a cell, now that cells may have died of its like? RATIONALE.md says how that is known. */
final class Caution {
    private final Resending resending;
    private final Quarantine quarantine;
    private final Print print;
    private final CellChoice cells;

    Caution(Resending resending, Print print, CellChoice cells) {
        this.resending = resending;
        this.quarantine = resending.quarantine();
        this.print = print;
        this.cells = cells;
    }

    /**
     * At once, unless cells of the tenant died just now, and this request is not known to be harmless: then as soon as it is known what
     * they died of.
     */
    void whenKnown(Runnable go) {
        if (resending.inquests().isIdle() || quarantine.isProven(print)) {
            go.run();
        } else {
            resending.inquests().over(cells.all()).onComplete(known -> go.run());
        }
    }

    /** What to tell its client instead of sending it; counted. */
    Optional<Problem> refusal() {
        if (quarantine.standing(print) != Standing.REFUSED) {
            return Optional.empty();
        }
        resending.meters().refusedPoison();
        return Optional.of(EdgeProblems.poison(quarantine.refusedSeconds(print)));
    }

    /** Ends when it may be at the cell as far as other suspects go; fails when too many wait, or for too long. */
    Future<Void> alone(Send send, LongSupplier waitMillis) {
        return switch (quarantine.standing(print)) {
            case FREE, REFUSED -> Future.succeededFuture();
            case SUSPECT -> send.goAloneThere(waitMillis);
            case RELEASED -> send.goAloneEverywhere(cells.route().tenant(), waitMillis);
        };
    }

    boolean goesAlone() {
        return quarantine.standing(print).goesAlone();
    }

    /** Whether nothing is held against it, so that two cells may have it at once. */
    boolean isFree() {
        return quarantine.standing(print) == Standing.FREE;
    }

    /** A cell has worked at it, and lives. */
    void answered() {
        quarantine.answered(print);
    }
}

package dev.cellmesh.runtime.admission;

import dev.cellmesh.runtime.problem.ProblemType;

/** Why was a request not admitted? Nothing has been done for it, so that it may be sent again. */
enum Shed {
    DRAINING("draining", ProblemType.DRAINING, "This node is stopping; another one takes over."),
    DEADLINE("deadline", ProblemType.DEADLINE_EXCEEDED, "The deadline had passed before the work began."),
    /** The service has as much in flight as one service may. */
    SERVICE("service", ProblemType.OVERLOADED, "The service has as much in flight here as it may have."),
    /** The tenant has as much of the service in flight as one tenant may, while others ask for it. */
    TENANT("tenant", ProblemType.OVERLOADED, "The tenant has as much in flight here as one tenant may have."),
    /** The queue of its class is full. */
    FULL("full", ProblemType.OVERLOADED, "This cell has as much in flight as it can carry."),
    /** It waited as long as its queue allows. */
    WAITED("waited", ProblemType.OVERLOADED, "This cell had no place for it in time.");

    private final String wireName;
    private final ProblemType type;
    private final String detail;

    Shed(String wireName, ProblemType type, String detail) {
        this.wireName = wireName;
        this.type = type;
        this.detail = detail;
    }

    /** For a label. */
    String wireName() {
        return wireName;
    }

    ProblemType type() {
        return type;
    }

    String detail() {
        return detail;
    }
}

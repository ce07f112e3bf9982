package dev.cellmesh.load.operation;

import dev.cellmesh.load.scenario.Scenario;

/**
 * What do the operations of one service need, remember and leave to be checked? A scenario that uses none of its kinds does not
 * need it at all.
 */
interface Part {
    /** Such as {@code payments}: the first half of its kinds. */
    String service();

    /** @throws IllegalArgumentException when there is no such kind, or its settings make no sense */
    Operation operation(Scenario.OperationSpec spec);

    /** Makes its entities. Blocks. */
    void prepare(Api.Deadline deadline);

    /** Reads what the checks compare, when all unknown outcomes are settled as far as they can be. Blocks. */
    void settle(Api.Deadline deadline);
}

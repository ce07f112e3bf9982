package dev.cellmesh.load.operation;

import dev.cellmesh.load.client.PreparedRequest;
import dev.cellmesh.load.client.Reception;

/** An operation that an answer cannot break: one that is not as the contract has it is counted, and told with the findings. */
record Guarded(Operation operation, Histories histories) implements Operation {
    @Override
    public String name() {
        return operation.name();
    }

    @Override
    public Turn next(Turn.Who who) {
        Turn turn = operation.next(who);
        return new Turn() {
            @Override
            public PreparedRequest request() {
                return turn.request();
            }

            @Override
            public void settled(Reception last, long invokedNanos, boolean anyUnknown) {
                try {
                    turn.settled(last, invokedNanos, anyUnknown);
                } catch (RuntimeException e) {
                    histories.unreadable++;
                    if (histories.unreadable == 1) {
                        histories.firstUnreadable = operation.name() + ": " + e;
                    }
                }
            }
        };
    }
}

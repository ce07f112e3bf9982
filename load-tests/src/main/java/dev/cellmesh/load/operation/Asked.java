package dev.cellmesh.load.operation;

import dev.cellmesh.load.client.PreparedRequest;
import dev.cellmesh.load.client.Reception;

/** A turn, with what is to be done when it ended. */
record Asked(PreparedRequest request, Ending ending) implements Operation.Turn {
    interface Ending {
        void settled(Reception last, long invokedNanos, boolean anyUnknown);
    }

    @Override
    public void settled(Reception last, long invokedNanos, boolean anyUnknown) {
        ending.settled(last, invokedNanos, anyUnknown);
    }
}

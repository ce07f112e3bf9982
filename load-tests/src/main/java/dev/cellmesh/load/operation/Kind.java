package dev.cellmesh.load.operation;

import java.util.function.Function;

/** An operation of a part, which does all the work. */
record Kind(String name, Function<Operation.Turn.Who, Operation.Turn> making) implements Operation {
    @Override
    public Turn next(Turn.Who who) {
        return making.apply(who);
    }
}

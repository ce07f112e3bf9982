package dev.cellmesh.load.operation;

import dev.cellmesh.load.check.Act;
import dev.cellmesh.load.check.Event;
import dev.cellmesh.load.check.Function;
import dev.cellmesh.load.check.History;
import dev.cellmesh.load.client.PreparedRequest;
import dev.cellmesh.load.client.Reception;

/** The end of a write that adds one thing to a key's others: remembered, and asked again when nobody knows. */
record Added(
        World world,
        History history,
        String key,
        long number,
        Session session,
        Session.Asking asking,
        PreparedRequest request)
        implements Asked.Ending {
    @Override
    public void settled(Reception last, long invokedNanos, boolean anyUnknown) {
        Event.Type end = Known.of(last, anyUnknown);
        session.end(asking, end);
        if (last instanceof Reception.Answered answered && end == Event.Type.OK) {
            world.learn(session, asking, answered);
        }
        int index = history.add(new Act(
                asking.process(),
                Function.ADD,
                key,
                History.NOTHING,
                1,
                end,
                world.sinceStart(invokedNanos),
                world.sinceStart(last.endNanos()),
                number));
        if (end == Event.Type.INFO && index >= 0) {
            world.leaveOpen(
                    request,
                    answered ->
                            history.settle(index, Known.of(answered, false), world.sinceStart(answered.endNanos())));
        }
    }
}

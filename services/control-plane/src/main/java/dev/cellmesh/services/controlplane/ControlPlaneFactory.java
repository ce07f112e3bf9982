package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.database.DatabaseUse;
import dev.cellmesh.runtime.database.Databases;
import dev.cellmesh.runtime.node.NodeContext;
import dev.cellmesh.runtime.node.NodeFactory;
import dev.cellmesh.runtime.node.NodeVerticle;

/** Makes nodes of the kind {@code control-plane}. */
public final class ControlPlaneFactory implements NodeFactory {
    @Override
    public String kind() {
        return "control-plane";
    }

    @Override
    public NodeVerticle create(NodeContext context) {
        return new ControlPlaneNode(
                context,
                vertx -> Databases.open(
                        vertx,
                        context.config().database(),
                        new DatabaseUse(
                                "control-plane", context.config().sizes().upkeep()),
                        new Region(context.config().region()),
                        context.nanoClock(),
                        context.random(),
                        context.meters()));
    }
}

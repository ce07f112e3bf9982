package dev.cellmesh.runtime.cell;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.database.Databases;
import dev.cellmesh.runtime.node.NodeContext;
import dev.cellmesh.runtime.node.NodeFactory;
import dev.cellmesh.runtime.node.NodeVerticle;
import dev.cellmesh.runtime.route.ControlPlaneRouteTable;

/** Who makes cells? With the databases of their configuration, and the control plane's routes. */
public final class CellFactory implements NodeFactory {
    @Override
    public String kind() {
        return "cell";
    }

    @Override
    public NodeVerticle create(NodeContext node) {
        Region region = new Region(node.config().region());
        return new CellNode(
                node,
                (vertx, use) -> Databases.open(
                        vertx, node.config().database(), use, region, node.nanoClock(), node.random(), node.meters()),
                vertx -> ControlPlaneRouteTable.start(vertx, node));
    }
}

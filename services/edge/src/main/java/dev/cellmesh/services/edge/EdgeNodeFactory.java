package dev.cellmesh.services.edge;

import dev.cellmesh.runtime.node.NodeContext;
import dev.cellmesh.runtime.node.NodeFactory;
import dev.cellmesh.runtime.node.NodeVerticle;

/** Who makes edges? */
public final class EdgeNodeFactory implements NodeFactory {
    public static final String KIND = "edge";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public NodeVerticle create(NodeContext context) {
        return new EdgeNode(context, EdgeLimits.DEFAULT);
    }
}

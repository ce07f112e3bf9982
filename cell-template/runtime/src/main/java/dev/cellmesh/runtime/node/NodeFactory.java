package dev.cellmesh.runtime.node;

/** Who makes a node of some kind? Found with {@link java.util.ServiceLoader}, so that nothing depends on the services. */
public interface NodeFactory {
    /** The {@link NodeConfig#kind()} that it makes. */
    String kind();

    NodeVerticle create(NodeContext context);
}

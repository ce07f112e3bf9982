package dev.cellmesh.services.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.node.NodeFactory;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class EdgeNodeFactoryTest {
    @Test
    void edgesAreFoundByTheirKind() {
        assertThat(ServiceLoader.load(NodeFactory.class).stream()
                        .map(factory -> factory.get().kind()))
                .contains("edge");
    }
}

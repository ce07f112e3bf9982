package dev.cellmesh.metrics;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.cellmesh.runtime.node.NodeFactory;
import dev.cellmesh.runtime.node.NodeRunner;
import dev.cellmesh.runtime.service.CellService;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which kinds of nodes have a class? Those whose factory leads to it, by what one class says of another; found like the nodes are. */
final class NodeReach {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.cellmesh.model", "dev.cellmesh.runtime", "dev.cellmesh.services");

    private final Map<String, Set<String>> byKind = new TreeMap<>();

    NodeReach() {
        ServiceLoader.load(NodeFactory.class).stream()
                .forEach(factory -> byKind.put(factory.get().kind(), from(factory.type())));
        ServiceLoader.load(CellService.class).stream()
                .forEach(service -> byKind.get("cell").addAll(from(service.type())));
        byKind.values().forEach(reached -> reached.addAll(from(NodeRunner.class)));
    }

    /** @param topLevel a class's full name */
    Set<String> kindsOf(String topLevel) {
        Set<String> kinds = new TreeSet<>();
        byKind.forEach((kind, reached) -> {
            if (reached.contains(topLevel)) {
                kinds.add(kind);
            }
        });
        return kinds;
    }

    private Set<String> from(Class<?> root) {
        Set<String> reached = new HashSet<>();
        Deque<JavaClass> ahead = new ArrayDeque<>();
        ahead.add(classes.get(root));
        while (!ahead.isEmpty()) {
            JavaClass next = ahead.pop();
            if (reached.add(next.getName())) {
                targets(next)
                        .filter(target -> classes.contain(target.getName()))
                        .forEach(ahead::push);
            }
        }
        Set<String> topLevels = new HashSet<>();
        reached.forEach(name -> topLevels.add(name.replaceFirst("\\$.*", "")));
        return topLevels;
    }

    private static Stream<JavaClass> targets(JavaClass from) {
        return from.getDirectDependenciesFromSelf().stream()
                .map(Dependency::getTargetClass)
                .map(JavaClass::getBaseComponentType);
    }
}

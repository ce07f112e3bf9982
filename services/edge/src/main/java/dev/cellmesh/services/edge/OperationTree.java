package dev.cellmesh.services.edge;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which operation does a request mean? One step for each segment of its path; a segment that is spelled out in a template is
 * preferred to one that is a parameter, as in OpenAPI. Each node of the tree is visited at most once.
 */
final class OperationTree {
    static final OperationTree EMPTY = new OperationTree();

    private static final class Node {
        private final Map<String, Node> spelled = new HashMap<>();
        private final Map<String, KnownOperation> byMethod = new HashMap<>();
        private Node parameter;
    }

    private final Node root = new Node();
    private final int size;

    private OperationTree() {
        size = 0;
    }

    OperationTree(Collection<KnownOperation> operations) {
        size = operations.size();
        operations.forEach(this::add);
    }

    int size() {
        return size;
    }

    private void add(KnownOperation operation) {
        Node node = root;
        int from = 1;
        while (from <= operation.path().length()) {
            int to = end(operation.path(), from);
            String segment = operation.path().substring(from, to);
            if (segment.startsWith("{")) {
                node.parameter = node.parameter == null ? new Node() : node.parameter;
                node = node.parameter;
            } else {
                node = node.spelled.computeIfAbsent(segment, name -> new Node());
            }
            from = to + 1;
        }
        node.byMethod.put(operation.method(), operation);
    }

    /** @param path without the query, beginning with a slash */
    Optional<KnownOperation> find(String method, String path) {
        return Optional.ofNullable(find(root, method, path, 1));
    }

    private static KnownOperation find(Node node, String method, String path, int from) {
        if (from > path.length()) {
            return node.byMethod.get(method);
        }
        int to = end(path, from);
        Node spelled = node.spelled.isEmpty() ? null : node.spelled.get(path.substring(from, to));
        KnownOperation found = spelled == null ? null : find(spelled, method, path, to + 1);
        if (found != null || node.parameter == null || to == from) {
            return found;
        }
        return find(node.parameter, method, path, to + 1);
    }

    private static int end(String path, int from) {
        int slash = path.indexOf('/', from);
        return slash < 0 ? path.length() : slash;
    }
}

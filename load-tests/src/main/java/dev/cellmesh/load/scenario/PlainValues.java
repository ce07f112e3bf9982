package dev.cellmesh.load.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** What does a part of the file say that somebody else will judge? Maps, lists, texts, whole numbers, numbers, truths. */
final class PlainValues {
    private PlainValues() {}

    static Object of(Node node) {
        return switch (node) {
            case ScalarNode scalar -> scalar(scalar);
            case SequenceNode sequence -> list(sequence);
            case MappingNode mapping -> map(mapping);
            default -> throw new IllegalStateException("no such node: " + node);
        };
    }

    private static Object scalar(ScalarNode node) {
        String text = node.getValue();
        if (Tag.INT.equals(node.getTag()) && text.matches("-?(0|[1-9]\\d{0,17})")) {
            return Long.valueOf(text);
        }
        if (Tag.FLOAT.equals(node.getTag()) && text.matches("-?\\d{1,15}\\.\\d{1,15}")) {
            return Double.valueOf(text);
        }
        if (text.equals("true") || text.equals("false")) {
            return Tag.BOOL.equals(node.getTag()) ? (Object) Boolean.valueOf(text) : text;
        }
        return text;
    }

    private static List<Object> list(SequenceNode node) {
        List<Object> values = new ArrayList<>();
        node.getValue().forEach(value -> values.add(of(value)));
        return values;
    }

    private static Map<String, Object> map(MappingNode node) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar
                    ? scalar.getValue()
                    : tuple.getKeyNode().toString();
            values.put(key, of(tuple.getValueNode()));
        }
        return values;
    }
}

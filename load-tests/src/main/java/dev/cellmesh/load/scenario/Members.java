package dev.cellmesh.load.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * What stands in one mapping? Each ask for a member of a wrong form is a problem at its place, and an empty answer. Closing it
 * tells the members that nobody knows, and fails, as a bug of ours, when one that the section declares was never asked for.
 */
final class Members implements AutoCloseable {
    private final Section section;
    private final Node node;
    private final Problems problems;
    private final Map<String, Node> values;
    private final Set<String> asked = new HashSet<>();

    Members(Section section, Node node, Problems problems) {
        this.section = section;
        this.node = node;
        this.problems = problems;
        this.values = entries(node, problems);
    }

    /** The members of any mapping in its own order; none, and a problem, when it is something else. */
    static Map<String, Node> entries(Node node, Problems problems) {
        Map<String, Node> entries = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            problems.at(node, "a mapping (name: value) is expected here, not " + kind(node));
            return entries;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.at(tuple.getKeyNode(), "a name is a plain text, not " + kind(tuple.getKeyNode()));
            } else if (entries.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
                problems.at(key, "\"" + key.getValue() + "\" stands here twice");
            }
        }
        return entries;
    }

    Node node() {
        return node;
    }

    /** Null, as in {@code name:} with nothing behind it, counts as not there. */
    Optional<Node> find(String name) {
        if (!section.names().contains(name)) {
            throw new IllegalStateException(section.place() + " does not declare " + name);
        }
        asked.add(name);
        return Optional.ofNullable(values.get(name)).filter(value -> !Tag.NULL.equals(value.getTag()));
    }

    boolean has(String name) {
        return find(name).isPresent();
    }

    /** As {@link #find}, and a problem when it is not there. */
    Optional<Node> need(String name) {
        Optional<Node> found = find(name);
        if (found.isEmpty()) {
            problems.at(node, "\"" + name + "\" is missing: " + form(name));
        }
        return found;
    }

    private String form(String name) {
        return section.members().stream()
                .filter(member -> member.name().equals(name))
                .map(member -> member.form() + ", " + member.meaning())
                .findFirst()
                .orElseThrow();
    }

    /** The value of a scalar, as it is written. */
    Optional<String> text(String name) {
        return find(name).flatMap(value -> scalar(value, form(name)));
    }

    Optional<String> needText(String name) {
        return need(name).flatMap(value -> scalar(value, form(name)));
    }

    private Optional<String> scalar(Node value, String form) {
        if (value instanceof ScalarNode scalar) {
            return Optional.of(scalar.getValue());
        }
        problems.at(value, "expected here: " + form + "; found " + kind(value));
        return Optional.empty();
    }

    /** A scalar turned into something by a function that refuses with {@link IllegalArgumentException}. */
    <T> Optional<T> parsed(String name, Function<String, T> parser) {
        return find(name).flatMap(value -> parsed(value, name, parser));
    }

    <T> Optional<T> needParsed(String name, Function<String, T> parser) {
        return need(name).flatMap(value -> parsed(value, name, parser));
    }

    private <T> Optional<T> parsed(Node value, String name, Function<String, T> parser) {
        return scalar(value, form(name)).flatMap(text -> problems.made(value, () -> parser.apply(text)));
    }

    Optional<Duration> duration(String name) {
        return parsed(name, Quantities::duration);
    }

    boolean truth(String name, boolean otherwise) {
        return parsed(name, Members::parseTruth).orElse(otherwise);
    }

    private static boolean parseTruth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("\"" + text + "\" is neither true nor false");
        };
    }

    int count(String name, int min, int max, int otherwise) {
        return parsed(name, text -> parseCount(text, min, max)).orElse(otherwise);
    }

    Optional<Integer> needCount(String name, int min, int max) {
        return needParsed(name, text -> parseCount(text, min, max));
    }

    private static int parseCount(String text, int min, int max) {
        if (text.matches("\\d{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw new IllegalArgumentException("\"" + text + "\" is no whole number from " + min + " to " + max);
    }

    static double parseWeight(String text) {
        double weight = parseNumber(text);
        if (weight < 0 || weight > 1_000_000) {
            throw new IllegalArgumentException("a weight is 0 to 1000000, not " + text);
        }
        return weight;
    }

    static double parseNumber(String text) {
        if (!text.matches("-?\\d{1,12}(\\.\\d{1,12})?")) {
            throw new IllegalArgumentException("\"" + text + "\" is no number");
        }
        return Double.parseDouble(text);
    }

    /** One of some words. */
    <T> Optional<T> oneOf(String name, Map<String, T> words) {
        return parsed(name, text -> word(text, words));
    }

    <T> Optional<T> needOneOf(String name, Map<String, T> words) {
        return needParsed(name, text -> word(text, words));
    }

    private static <T> T word(String text, Map<String, T> words) {
        T value = words.get(text);
        if (value == null) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not known here: " + Suggestion.among(text, words.keySet()));
        }
        return value;
    }

    /** A list of names, of which each must be known. */
    List<String> names(String name, Set<String> known) {
        List<String> names = new ArrayList<>();
        for (Node item : list(name)) {
            scalar(item, form(name)).ifPresent(text -> {
                if (!known.contains(text)) {
                    problems.at(item, "\"" + text + "\" is not known here: " + Suggestion.among(text, known));
                } else if (names.contains(text)) {
                    problems.at(item, "\"" + text + "\" stands here twice");
                } else {
                    names.add(text);
                }
            });
        }
        return List.copyOf(names);
    }

    /** What a parser makes of each item of a list; those that it refuses are left out. */
    <T> List<T> each(String name, Function<String, T> parser) {
        List<T> values = new ArrayList<>();
        list(name).forEach(item -> parsed(item, name, parser).ifPresent(values::add));
        return List.copyOf(values);
    }

    /** A list of texts that a rule accepts. */
    List<String> texts(String name, Function<String, String> rule) {
        Set<String> texts = new LinkedHashSet<>();
        for (Node item : list(name)) {
            parsed(item, name, rule).ifPresent(text -> {
                if (!texts.add(text)) {
                    problems.at(item, "\"" + text + "\" stands here twice");
                }
            });
        }
        return List.copyOf(texts);
    }

    /** One of the known names; a problem and empty when it is another. */
    Optional<String> name(String name, Set<String> known) {
        return parsed(name, text -> known(text, known));
    }

    Optional<String> needName(String name, Set<String> known) {
        return needParsed(name, text -> known(text, known));
    }

    private static String known(String text, Set<String> known) {
        if (!known.contains(text)) {
            throw new IllegalArgumentException("\"" + text + "\" is not known here: " + Suggestion.among(text, known));
        }
        return text;
    }

    List<Node> list(String name) {
        Optional<Node> value = find(name);
        if (value.isEmpty()) {
            return List.of();
        }
        if (value.get() instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        problems.at(value.get(), "a list is expected here: " + form(name) + "; found " + kind(value.get()));
        return List.of();
    }

    /** A mapping whose names the person chose. */
    Map<String, Node> map(String name) {
        return find(name).map(value -> entries(value, problems)).orElse(Map.of());
    }

    /** Names with a weight each; at least one above zero when there are any. */
    Map<String, Double> weights(String name, Set<String> known) {
        Map<String, Double> weights = new LinkedHashMap<>();
        Map<String, Node> entries = map(name);
        entries.forEach((key, value) -> {
            if (!known.contains(key)) {
                problems.at(value, "\"" + key + "\" is not known here: " + Suggestion.among(key, known));
            }
            parsed(value, name, Members::parseWeight).ifPresent(weight -> weights.put(key, weight));
        });
        if (weights.size() == entries.size()
                && !weights.isEmpty()
                && weights.values().stream().noneMatch(weight -> weight > 0)) {
            find(name).ifPresent(value -> problems.at(value, "at least one weight of \"" + name + "\" is above 0"));
        }
        return weights;
    }

    @Override
    public void close() {
        values.forEach((name, value) -> {
            if (!section.names().contains(name)) {
                problems.at(keyOf(name), "unknown member \"" + name + "\": " + Suggestion.among(name, section.names()));
            }
        });
        for (String name : section.names()) {
            if (!asked.contains(name)) {
                throw new IllegalStateException(section.place() + " declares " + name + ", which nothing reads");
            }
        }
    }

    private Node keyOf(String name) {
        return ((MappingNode) node)
                .getValue().stream()
                        .map(NodeTuple::getKeyNode)
                        .filter(key -> key instanceof ScalarNode scalar
                                && scalar.getValue().equals(name))
                        .findFirst()
                        .orElse(node);
    }

    static String kind(Node node) {
        return switch (node.getNodeId()) {
            case mapping -> "a mapping";
            case sequence -> "a list";
            case scalar -> "\"" + ((ScalarNode) node).getValue() + "\"";
            case anchor -> "an alias";
        };
    }
}

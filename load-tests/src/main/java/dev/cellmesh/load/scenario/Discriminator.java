package dev.cellmesh.load.scenario;

import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Which section's members does a mapping have, by the word in one of them? */
final class Discriminator {
    private Discriminator() {}

    static Optional<Section> find(Node node, String member, Map<String, Section> sections, Problems problems) {
        Map<String, Node> entries = Members.entries(node, problems);
        Node word = entries.get(member);
        if (word == null) {
            if (node instanceof org.yaml.snakeyaml.nodes.MappingNode) {
                problems.at(node, "\"" + member + "\" is missing: one of " + String.join(", ", sections.keySet()));
            }
            return Optional.empty();
        }
        String text = word instanceof ScalarNode scalar ? scalar.getValue() : "";
        Section section = sections.get(text);
        if (section == null) {
            problems.at(
                    word,
                    "unknown " + member + " " + Members.kind(word) + ": " + Suggestion.among(text, sections.keySet()));
        }
        return Optional.ofNullable(section);
    }
}

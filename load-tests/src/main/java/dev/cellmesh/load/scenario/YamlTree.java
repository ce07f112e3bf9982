package dev.cellmesh.load.scenario;

import java.io.StringReader;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.Node;

/**
 * What does the text say, as a tree that knows its lines? It makes no objects and follows no tag, so that a scenario from anywhere
 * may be read; aliases are refused too, because a few lines of them can mean millions.
 */
final class YamlTree {
    static final int BYTES_MAX = 256 << 10;
    private static final int NODES_MAX = 20_000;
    private static final int DEPTH_MAX = 20;

    private YamlTree() {}

    /** Empty when it is no YAML that can be read; the problems say why. */
    static Optional<Node> read(String text, Problems problems) {
        if (text.length() > BYTES_MAX) {
            problems.ofFile("it is longer than " + BYTES_MAX + " characters, the most that a scenario may have");
            return Optional.empty();
        }
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(BYTES_MAX);
        options.setNestingDepthLimit(DEPTH_MAX);
        options.setProcessComments(false);
        Yaml yaml = new Yaml(options);
        try {
            if (!isPlain(yaml, text, problems)) {
                return Optional.empty();
            }
            Node root = yaml.compose(new StringReader(text));
            if (root == null) {
                problems.ofFile("it is empty");
            }
            return Optional.ofNullable(root);
        } catch (MarkedYAMLException broken) {
            problems.at(mark(broken), "this is no YAML: " + broken.getProblem());
        } catch (YAMLException broken) {
            problems.ofFile("this is no YAML: " + broken.getMessage());
        }
        return Optional.empty();
    }

    private static Mark mark(MarkedYAMLException broken) {
        return broken.getProblemMark() == null ? broken.getContextMark() : broken.getProblemMark();
    }

    private static boolean isPlain(Yaml yaml, String text, Problems problems) {
        boolean plain = true;
        int nodes = 0;
        for (Event event : yaml.parse(new StringReader(text))) {
            if (event instanceof AliasEvent) {
                problems.at(event.getStartMark(), "an alias (*) is not allowed: write it out");
                plain = false;
            } else if (tag(event) != null) {
                problems.at(event.getStartMark(), "a tag (!) is not allowed, only plain values");
                plain = false;
            }
            if (++nodes > NODES_MAX) {
                problems.at(event.getStartMark(), "a scenario has at most " + NODES_MAX + " values");
                return false;
            }
        }
        return plain;
    }

    private static String tag(Event event) {
        if (event instanceof ScalarEvent scalar) {
            return scalar.getTag();
        }
        return event instanceof CollectionStartEvent collection ? collection.getTag() : null;
    }
}

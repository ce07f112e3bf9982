package dev.cellmesh.load.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** What is wrong with the file so far? Reading goes on after each problem, so that all are told at once. */
final class Problems {
    private final String file;
    private final List<Problem> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void at(Node node, String text) {
        at(node.getStartMark(), text);
    }

    void at(Mark mark, String text) {
        found.add(
                mark == null
                        ? new Problem(file, 0, 0, text)
                        : new Problem(file, mark.getLine() + 1, mark.getColumn() + 1, text));
    }

    void ofFile(String text) {
        found.add(new Problem(file, 0, 0, text));
    }

    /** What is made; when its own rules refuse it, their words become a problem at the node. */
    <T> Optional<T> made(Node node, Supplier<T> maker) {
        try {
            return Optional.of(maker.get());
        } catch (IllegalArgumentException refused) {
            at(node, refused.getMessage());
            return Optional.empty();
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    ScenarioException toException() {
        return new ScenarioException(found.stream().sorted().distinct().toList());
    }
}

package dev.cellmesh.load.scenario;

import java.util.List;
import java.util.stream.Collectors;

/** Why can a scenario not be run? All that is wrong with it, in the order of the file. */
public final class ScenarioException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    public ScenarioException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator())));
        this.problems = List.copyOf(problems);
    }

    /** At least one. */
    public List<Problem> problems() {
        return problems;
    }
}

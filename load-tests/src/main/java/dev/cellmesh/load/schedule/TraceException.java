package dev.cellmesh.load.schedule;

import java.util.List;

/** What is wrong with a recorded trace? Each problem begins with the file and the line. */
public final class TraceException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    public TraceException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}

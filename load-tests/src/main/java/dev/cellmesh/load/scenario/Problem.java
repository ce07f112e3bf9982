package dev.cellmesh.load.scenario;

/**
 * What is wrong with a scenario, and where?
 *
 * @param line from 1; 0 when it is about the whole file
 * @param column from 1
 * @param text what is wrong and what is allowed, for the person who wrote the file
 */
public record Problem(String file, int line, int column, String text) implements Comparable<Problem> {
    @Override
    public int compareTo(Problem other) {
        int byLine = Integer.compare(line, other.line);
        return byLine != 0 ? byLine : Integer.compare(column, other.column);
    }

    @Override
    public String toString() {
        return line == 0 ? file + ": " + text : file + ":" + line + ":" + column + ": " + text;
    }
}

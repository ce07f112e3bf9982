package dev.cellmesh.load.selftest;

/**
 * One line of the harness's test of itself.
 *
 * @param what was tried
 * @param goal in words, such as {@code found} or {@code >= 100,000}
 * @param seen as it was measured
 * @param ok whether the goal is reached
 */
public record SelfTestRow(String what, String goal, String seen, boolean ok) {}

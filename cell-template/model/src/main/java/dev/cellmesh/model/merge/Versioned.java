package dev.cellmesh.model.merge;

/**
 * What is the value of this version, and which writes does it know?
 *
 * @param <V> immutable, with equals by content and a toString that tells different values apart
 */
public record Versioned<V>(VersionVector vector, V value) {}

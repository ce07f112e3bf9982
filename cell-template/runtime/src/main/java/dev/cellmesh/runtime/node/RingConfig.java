package dev.cellmesh.runtime.node;

/**
 * How does a node reach one ring? Endpoints are as seen from the node: those in another region stand behind its WAN link.
 *
 * @param ring the name of the home region, or {@code global}
 * @param primary where strong reads and writes go
 * @param primaryRegion where that is
 * @param replica the ring's member in the node's own region; the primary itself at home
 */
public record RingConfig(String ring, Endpoint primary, String primaryRegion, Endpoint replica) {}

package dev.cellmesh.services.controlplane;

/**
 * Who asks for a change, and how is it known again?
 *
 * @param actor the subject of the token; keys are unique per actor, so nobody can ask for another one's answers
 */
record Claim(String actor, String key, Hash fingerprint) {}

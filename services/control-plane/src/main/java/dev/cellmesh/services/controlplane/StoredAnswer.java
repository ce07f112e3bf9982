package dev.cellmesh.services.controlplane;

/** What was the first request with a key, and what was it told? */
record StoredAnswer(Hash fingerprint, int status, String body) {}

package dev.cellmesh.runtime.service;

import dev.cellmesh.model.merge.HybridTimestamp;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * What is an entity that every region may write? Each region keeps a whole state of it in its own row; merging the states of all
 * gives the entity. The merge is commutative, associative and idempotent, so that no order of replication matters.
 *
 * @param type in the rows and in events, lower case
 * @param empty the state of an entity that nobody has written
 * @param latest the latest time in a state, which every later write must come after; empty for states without times
 */
public record RegionalEntity<S>(
        String type,
        S empty,
        BinaryOperator<S> merge,
        Function<S, JsonObject> encode,
        Function<JsonObject, S> decode,
        Function<S, Optional<HybridTimestamp>> latest) {}

package dev.cellmesh.runtime.service;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What did the client send? All of it passed the operation's OpenAPI schema, apart from the headers, which are as they came.
 *
 * @param operationId as in the OpenAPI file
 * @param path without the query, as sent
 * @param uri path and query, as sent
 * @param pathParameters by name
 * @param query by name, typed by the schema; an absent one is not in it
 * @param body empty when the operation has none
 */
public record Input(
        String operationId,
        String method,
        String path,
        String uri,
        Map<String, String> pathParameters,
        Map<String, Object> query,
        MultiMap headers,
        JsonObject body) {

    public Input {
        pathParameters = Map.copyOf(pathParameters);
        query = Map.copyOf(query);
    }

    /** A parameter that the path surely has. */
    public String pathParameter(String name) {
        String value = pathParameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the path of " + operationId + " has no " + name);
        }
        return value;
    }

    /** One that the schema has found to be an id. */
    public UUID pathId(String name) {
        return UUID.fromString(pathParameter(name));
    }

    public Optional<String> queryText(String name) {
        return Optional.ofNullable((String) query.get(name));
    }

    public Optional<Integer> queryInteger(String name) {
        return Optional.ofNullable((Number) query.get(name)).map(Number::intValue);
    }
}

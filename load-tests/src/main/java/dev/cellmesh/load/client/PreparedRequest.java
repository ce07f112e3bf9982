package dev.cellmesh.load.client;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;

/**
 * What goes on the wire, made ready before its time, so that sending it costs nothing but sending it.
 *
 * @param origin scheme, host and port
 * @param target path and query
 * @param body empty for none
 */
public record PreparedRequest(HttpMethod method, URI origin, String target, MultiMap headers, Buffer body) {}

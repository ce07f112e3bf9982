package dev.cellmesh.runtime.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which operation does a request surely mean? It compares the segments of the path, once, where the router makes a context and asks the
 * patterns of its routes in turn. A "no" is no verdict: whoever gets one asks the router, which knows every spelling and says what is
 * wrong. To be used on one event loop.
 *
 * @param <T> what a route leads to
 */
final class DirectRoutes<T> {
    private final Map<HttpMethod, List<Route<T>>> byMethod = new HashMap<>();

    /** The operation, where it leads, and the values that its path has. */
    record Found<T>(Operation operation, T target, Map<String, String> pathParameters) {}

    /** One segment each: spelled, or a parameter. */
    private record Route<T>(Operation operation, T target, List<Segment> segments, SurelyValid surely) {}

    private record Segment(String spelled, Optional<Parameter> parameter) {}

    void add(Operation operation, SurelyValid surely, T target) {
        List<Segment> segments = new ArrayList<>();
        for (String segment : operation.getOpenAPIPath().substring(1).split("/", -1)) {
            if (segment.indexOf('{') < 0) {
                segments.add(new Segment(segment, Optional.empty()));
                continue;
            }
            Optional<Parameter> parameter = operation.getParameters().stream()
                    .filter(each -> each.getIn() == Location.PATH && segment.equals("{" + each.getName() + "}"))
                    .findFirst();
            if (parameter.isEmpty()) {
                return;
            }
            segments.add(new Segment(segment, parameter));
        }
        boolean needsQuery = operation.getParameters().stream()
                .anyMatch(parameter -> parameter.getIn() == Location.QUERY && parameter.isRequired());
        if (!needsQuery) {
            byMethod.computeIfAbsent(operation.getHttpMethod(), method -> new ArrayList<>())
                    .add(new Route<>(operation, target, List.copyOf(segments), surely));
        }
    }

    /** Empty, too, for a request with a query, whose parameters only the router reads. */
    Optional<Found<T>> find(HttpServerRequest request) {
        String path = request.path();
        if (path == null || request.uri().length() != path.length() || !PathShapes.isTidy(path)) {
            return Optional.empty();
        }
        List<Route<T>> routes = byMethod.getOrDefault(request.method(), List.of());
        Found<T> found = null;
        for (Route<T> route : routes) {
            Map<String, String> parameters = match(route, path);
            if (parameters != null) {
                if (found != null) {
                    // Which of two is meant is the router's to say.
                    return Optional.empty();
                }
                found = new Found<>(route.operation(), route.target(), parameters);
            }
        }
        return Optional.ofNullable(found);
    }

    /** Null when it does not match; also when a value is not surely good. */
    private static <T> Map<String, String> match(Route<T> route, String path) {
        int from = 1;
        List<Segment> segments = route.segments();
        Map<String, String> parameters = null;
        for (int i = 0; i < segments.size(); i++) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            if ((slash < 0) != (i == segments.size() - 1)) {
                return null;
            }
            Segment segment = segments.get(i);
            if (segment.parameter().isEmpty()) {
                if (segment.spelled().length() != to - from || !path.startsWith(segment.spelled(), from)) {
                    return null;
                }
            } else {
                parameters = parameters == null ? new HashMap<>() : parameters;
                parameters.put(segment.parameter().get().getName(), path.substring(from, to));
            }
            from = to + 1;
        }
        if (parameters == null) {
            return Map.of();
        }
        return areGood(route, parameters) ? parameters : null;
    }

    private static <T> boolean areGood(Route<T> route, Map<String, String> parameters) {
        for (Segment segment : route.segments()) {
            if (segment.parameter().isPresent()) {
                Parameter parameter = segment.parameter().get();
                if (!route.surely().isGood(parameter, parameters.get(parameter.getName()))) {
                    return false;
                }
            }
        }
        return true;
    }
}

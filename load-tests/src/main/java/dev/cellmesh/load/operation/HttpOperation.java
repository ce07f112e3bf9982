package dev.cellmesh.load.operation;

import dev.cellmesh.load.client.PreparedRequest;
import dev.cellmesh.load.scenario.Scenario;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Any request to any server. Settings: {@code method}, {@code path}, {@code headers}, {@code body} (a text, or a structure that is
 * sent as JSON) and {@code idempotencyKey}. In path, header values and body, {@code {tenant}}, {@code {user}}, {@code {region}},
 * {@code {uuid}} and {@code {n}}, the request's number, are filled in. Nothing is remembered of it for checks.
 */
final class HttpOperation implements Operation {
    static final String KIND = "http";
    private static final Pattern PLACE = Pattern.compile("\\{(tenant|user|region|uuid|n)\\}");

    private final World world;
    private final String name;
    private final HttpMethod method;
    private final String path;
    private final Map<?, ?> headers;
    private final String body;
    private final boolean isJson;
    private final boolean needsKey;
    private long sent;

    HttpOperation(World world, Scenario.OperationSpec spec) {
        Settings settings = new Settings("operation " + spec.name(), spec.settings());
        settings.only("method", "path", "headers", "body", "idempotencyKey");
        this.world = world;
        this.name = spec.name();
        this.method = HttpMethod.valueOf(settings.text("method", "GET"));
        this.path = settings.text("path", "/");
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("operation " + name + ": a path begins with /, not as " + path);
        }
        Object given = spec.settings().getOrDefault("headers", Map.of());
        if (!(given instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("operation " + name + ": headers are names with values, not " + given);
        }
        this.headers = map;
        Object wanted = spec.settings().getOrDefault("body", "");
        this.isJson = wanted instanceof Map || wanted instanceof List;
        this.body = json(wanted);
        this.needsKey = settings.flag("idempotencyKey", false);
    }

    private static String json(Object body) {
        if (body instanceof Map<?, ?> map) {
            JsonObject object = new JsonObject();
            map.forEach((key, value) -> object.put(String.valueOf(key), value));
            return object.encode();
        }
        return body instanceof List<?> list ? new JsonArray(list).encode() : String.valueOf(body);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Turn next(Turn.Who who) {
        long number = sent++;
        Tenant tenant = world.tenant(who.tenant());
        MultiMap all = MultiMap.caseInsensitiveMultiMap();
        if (!tenant.bearer().isEmpty()) {
            all.set(HttpHeaders.AUTHORIZATION, "Bearer " + tenant.bearer());
        }
        if (isJson) {
            all.set(HttpHeaders.CONTENT_TYPE, "application/json");
        }
        headers.forEach((key, value) -> all.set(String.valueOf(key), filled(String.valueOf(value), who, number)));
        if (needsKey) {
            all.set("Idempotency-Key", '"' + world.key(world.number()) + '"');
        }
        PreparedRequest request = new PreparedRequest(
                method,
                world.edge(who.region()),
                filled(path, who, number),
                all,
                body.isEmpty() ? Buffer.buffer() : Buffer.buffer(filled(body, who, number)));
        return new Asked(request, (last, invokedNanos, anyUnknown) -> {
            // Whatever it did is between the server and the recorder.
        });
    }

    private static String filled(String template, Turn.Who who, long number) {
        if (template.indexOf('{') < 0) {
            return template;
        }
        Matcher matcher = PLACE.matcher(template);
        return matcher.replaceAll(place -> Matcher.quoteReplacement(
                switch (place.group(1)) {
                    case "tenant" -> who.tenant();
                    case "user" -> Long.toString(who.user());
                    case "region" -> who.region();
                    case "uuid" -> uuid(who.random()).toString();
                    default -> Long.toString(number);
                }));
    }

    /** Of version 4, from the run's own randomness, so that the same seed asks for the same. */
    static UUID uuid(RandomGenerator random) {
        long high = (random.nextLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L;
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}

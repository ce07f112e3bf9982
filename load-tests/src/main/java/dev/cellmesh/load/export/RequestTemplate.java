package dev.cellmesh.load.export;

import dev.cellmesh.load.scenario.Scenario.OperationSpec;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What does an operation send, where nothing is remembered between requests? {@code {NAME}} stands for a parameter that the person
 * gives, {@code ${key}} for a fresh key.
 *
 * @param headers beside authorization and key
 * @param body empty for none
 */
record RequestTemplate(
        String method,
        String path,
        Map<String, String> headers,
        String body,
        boolean needsKey,
        Optional<String> lacks) {
    private static final Map<String, String> JSON = Map.of("content-type", "application/json");
    private static final String TENANT = "/v1/tenants/{TENANT}";
    private static final Pattern UUID = Pattern.compile("\\{(uuid|n)\\}");

    static RequestTemplate of(OperationSpec operation) {
        return switch (operation.kind()) {
            case "payments.transfer" ->
                write(
                        "POST",
                        TENANT + "/transfers",
                        "{\"from\":\"{ACCOUNT}\",\"to\":\"{OTHER_ACCOUNT}\",\"amount\":1,\"currency\":\"EUR\"}",
                        "one pair of accounts, so its transfers wait for each other's row");
            case "payments.read-account" -> read(TENANT + "/accounts/{ACCOUNT}");
            case "payments.label-account" ->
                new RequestTemplate(
                        "PATCH",
                        TENANT + "/accounts/{ACCOUNT}",
                        Map.of("content-type", "application/json", "if-match", "*"),
                        "{\"label\":\"label\"}",
                        true,
                        Optional.of("the version read before is not carried, so If-Match takes any"));
            case "catalog.create-product" ->
                write(
                        "POST",
                        TENANT + "/products",
                        "{\"name\":\"Cup\",\"price\":{\"amount\":1250,\"currency\":\"EUR\"}}",
                        "every product has the same name");
            case "catalog.change-product" ->
                new RequestTemplate(
                        "PUT",
                        TENANT + "/products/{PRODUCT}",
                        Map.of("content-type", "application/json", "if-match", "*"),
                        "{\"name\":\"Cup\",\"price\":{\"amount\":1250,\"currency\":\"EUR\"}}",
                        true,
                        Optional.of("the version read before is not carried, so If-Match takes any"));
            case "catalog.read-product" -> read(TENANT + "/products/{PRODUCT}");
            case "profiles.write-display-name" ->
                write("PUT", TENANT + "/profiles/{PROFILE}/display-name", "{\"displayName\":\"Ann\"}", "one profile");
            case "profiles.read-display-name" -> read(TENANT + "/profiles/{PROFILE}/display-name");
            case "collab.react" ->
                write(
                        "POST",
                        TENANT + "/documents/{DOCUMENT}/reactions",
                        "{\"kind\":\"like\",\"delta\":1}",
                        "one document");
            case "collab.read-reactions" -> read(TENANT + "/documents/{DOCUMENT}/reactions");
            case "http" -> http(operation.settings());
            default -> throw new IllegalArgumentException("nothing is known of kind " + operation.kind());
        };
    }

    private static RequestTemplate read(String path) {
        return new RequestTemplate(
                "GET",
                path,
                Map.of(),
                "",
                false,
                Optional.of("one entity, and no token goes along with the next read"));
    }

    private static RequestTemplate write(String method, String path, String body, String lacks) {
        return new RequestTemplate(method, path, JSON, body, true, Optional.of(lacks));
    }

    private static RequestTemplate http(Map<String, Object> settings) {
        Map<String, String> headers = new LinkedHashMap<>();
        Object body = settings.getOrDefault("body", "");
        String text = switch (body) {
            case Map<?, ?> map -> object(map).encode();
            case List<?> list -> new JsonArray(list).encode();
            default -> String.valueOf(body);
        };
        if (!(body instanceof String)) {
            headers.put("content-type", "application/json");
        }
        if (settings.get("headers") instanceof Map<?, ?> given) {
            given.forEach((name, value) -> headers.put(String.valueOf(name), places(String.valueOf(value))));
        }
        return new RequestTemplate(
                String.valueOf(settings.getOrDefault("method", "GET")),
                places(String.valueOf(settings.getOrDefault("path", "/"))),
                headers,
                places(text),
                Boolean.TRUE.equals(settings.get("idempotencyKey")),
                Optional.empty());
    }

    private static JsonObject object(Map<?, ?> map) {
        JsonObject object = new JsonObject();
        map.forEach((name, value) -> object.put(String.valueOf(name), value));
        return object;
    }

    /** Our places become parameters; what differs with each request becomes the fresh key. */
    private static String places(String text) {
        String keys = UUID.matcher(text).replaceAll(Matcher.quoteReplacement("${key}"));
        return keys.replace("{tenant}", "{TENANT}").replace("{user}", "{USER}").replace("{region}", "{REGION}");
    }

    boolean usesKey() {
        return needsKey
                || path.contains("${key}")
                || body.contains("${key}")
                || headers.values().stream().anyMatch(value -> value.contains("${key}"));
    }
}

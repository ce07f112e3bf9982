package dev.cellmesh.load.operation;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A mesh of one loop that keeps the contract as far as a workload can see, and breaks one promise of it on request. Every so many
 * writes it does the work and answers 504, or answers 504 without having done it.
 */
final class FakeMesh implements AutoCloseable {
    /** Which promise is broken, now and then. */
    enum Broken {
        NOTHING,
        /** A key that is sent again works again. */
        IDEMPOTENCY,
        /** A transfer is answered, and not done. */
        DURABILITY,
        /** Some money comes from nowhere. */
        MONEY,
        /** If-Match is not looked at. */
        PRECONDITION,
        /** Names are read as they were before. */
        SESSION,
        /** Labels are read as they were before. */
        LINEARIZABILITY
    }

    private static final int EVERY = 7;
    private static final int PAGE = 3;

    private record Stored(int status, String body) {}

    /** Everything that has an address: its present and its earlier bodies. */
    private static final class Entity {
        final List<JsonObject> versions = new ArrayList<>();
        long balance;
        final List<JsonObject> ledger = new ArrayList<>();

        JsonObject data() {
            return versions.getLast();
        }
    }

    private final Broken broken;
    private final HttpServer server;
    private final Map<String, Stored> answers = new HashMap<>();
    private final Map<String, Entity> entities = new LinkedHashMap<>();
    private final Map<String, Long> reactions = new HashMap<>();
    private final Set<String> tenants = new HashSet<>();
    private int asksBeforeKnown = 3;
    private int writes;
    private int reads;
    int unknown;
    int replayed;

    FakeMesh(Vertx vertx, Broken broken) throws Exception {
        this.broken = broken;
        this.server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> handle(request, body)))
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    @Override
    public void close() {
        server.close().await();
    }

    private void handle(HttpServerRequest request, Buffer body) {
        String path = request.path();
        JsonObject json = body.length() == 0 ? new JsonObject() : body.toJsonObject();
        Stored answer;
        try {
            if (path.equals("/status")) {
                answer = ok(new JsonObject().put("controlPlane", new JsonObject().put("url", url().toString())));
            } else if (path.equals("/tokens")) {
                answer = new Stored(201, new JsonObject().put("token", "T").encode());
            } else if (!"Bearer T".equals(request.getHeader("Authorization"))) {
                answer = problem(401, "unauthenticated");
            } else if (path.equals("/v1/admin/tenants")) {
                answer = tenants.add(json.getString("id")) ? new Stored(201, "{}") : problem(409, "already-exists");
            } else if (asksBeforeKnown > 0) {
                asksBeforeKnown--;
                answer = problem(404, "unknown-tenant");
            } else if (request.method().name().equals("GET")) {
                answer = read(request, path);
            } else {
                answer = keyed(request, path, json);
            }
        } catch (RuntimeException e) {
            answer = new Stored(500, e.toString());
        }
        request.response()
                .putHeader("X-Write-Timestamp", "token-" + writes)
                .setStatusCode(answer.status())
                .end(answer.body());
    }

    private Stored keyed(HttpServerRequest request, String path, JsonObject json) {
        String key = path.split("/")[3] + request.getHeader("Idempotency-Key");
        Stored stored = answers.get(key);
        if (stored != null && !(broken == Broken.IDEMPOTENCY && path.endsWith("/transfers"))) {
            replayed++;
            return stored;
        }
        boolean isOpening = key.matches(".*\"[^-]*-(account|register|product)-.*");
        int turn = isOpening ? 1 : ++writes % EVERY;
        if (turn == 0) {
            unknown++;
            return problem(504, "unknown-outcome");
        }
        Stored answer = write(request, path, json, key);
        answers.put(key, answer);
        if (turn == EVERY / 2) {
            unknown++;
            return problem(504, "unknown-outcome");
        }
        return answer;
    }

    private Stored write(HttpServerRequest request, String path, JsonObject json, String key) {
        if (path.endsWith("/accounts")) {
            Entity account = create(path, json);
            account.balance = json.getLong("openingBalance");
            line(account, path.substring(0, 0) + account.data().getString("id"), account.balance);
            return entity(201, account);
        }
        if (path.endsWith("/products")) {
            return entity(201, create(path, json));
        }
        if (path.endsWith("/transfers")) {
            return transfer(path.replace("/transfers", "/accounts/"), json);
        }
        if (path.endsWith("/reactions")) {
            reactions.merge(path, 1L, Long::sum);
            return ok(new JsonObject());
        }
        if (path.endsWith("/display-name")) {
            Entity name = entities.computeIfAbsent(path, any -> new Entity());
            name.versions.add(json.copy().put("writtenIn", "here"));
            return ok(regional(name.versions.size(), name.data()));
        }
        Entity entity = entities.get(path);
        boolean isIgnored = broken == Broken.PRECONDITION && writes % 2 == 0;
        String wanted = "\"" + entity.versions.size() + "\"";
        if (!wanted.equals(request.getHeader("If-Match")) && !isIgnored) {
            return problem(412, "version-conflict");
        }
        int base = Integer.parseInt(request.getHeader("If-Match").replace("\"", ""));
        JsonObject next = entity.data().copy().mergeIn(json);
        if (isIgnored) {
            // As if the other update had never been.
            while (entity.versions.size() > base) {
                entity.versions.removeLast();
            }
        }
        entity.versions.add(next);
        return entity(200, entity);
    }

    private Entity create(String path, JsonObject json) {
        String id = UUID.randomUUID().toString();
        Entity entity = new Entity();
        entity.versions.add(json.copy().put("id", id));
        entities.put(path + "/" + id, entity);
        return entity;
    }

    private Stored transfer(String accounts, JsonObject json) {
        Entity from = entities.get(accounts + json.getString("from"));
        Entity to = entities.get(accounts + json.getString("to"));
        long amount = json.getLong("amount");
        if (from.balance < amount) {
            return problem(422, "insufficient-funds");
        }
        String id = UUID.randomUUID().toString();
        if (!(broken == Broken.DURABILITY && writes % (EVERY * 3) == 1)) {
            from.balance -= amount;
            to.balance += amount + (broken == Broken.MONEY && writes % (EVERY * 3) == 1 ? 1 : 0);
            line(from, id, -amount);
            line(to, id, amount);
        }
        return new Stored(
                201,
                new JsonObject()
                        .put("data", json.copy().put("id", id))
                        .put("version", 1)
                        .encode());
    }

    private static void line(Entity account, String posting, long amount) {
        account.ledger.add(new JsonObject().put("posting", posting).put("amount", amount));
    }

    private Stored read(HttpServerRequest request, String path) {
        if (path.endsWith("/ledger")) {
            String after = request.getParam("after");
            List<JsonObject> lines = entities.get(path.replace("/ledger", "")).ledger;
            int from = after == null ? 0 : Integer.parseInt(after);
            int to = Math.min(from + PAGE, lines.size());
            JsonObject page = new JsonObject().put("data", new JsonArray(lines.subList(from, to)));
            return ok(to < lines.size() ? page.put("next", Integer.toString(to)) : page);
        }
        if (path.endsWith("/products")) {
            JsonArray all = new JsonArray();
            entities.forEach((at, product) -> {
                if (at.startsWith(path)) {
                    all.add(new JsonObject().put("data", product.data()));
                }
            });
            return ok(new JsonObject().put("data", all));
        }
        if (path.endsWith("/reactions")) {
            JsonArray counts = new JsonArray()
                    .add(new JsonObject().put("kind", "thumbs-up").put("count", reactions.getOrDefault(path, 0L)));
            return ok(new JsonObject().put("data", new JsonObject().put("counts", counts)));
        }
        Entity entity = entities.get(path);
        if (entity == null) {
            return problem(404, "unknown-entity");
        }
        boolean isName = path.endsWith("/display-name");
        boolean isOld = broken == (isName ? Broken.SESSION : Broken.LINEARIZABILITY) && ++reads % 5 == 0;
        int version = Math.max(1, entity.versions.size() - (isOld ? 1 : 0));
        JsonObject data = entity.versions.get(version - 1).copy().put("balance", entity.balance);
        return ok(
                isName
                        ? regional(version, data)
                        : new JsonObject().put("data", data).put("version", version));
    }

    private static JsonObject regional(int version, JsonObject data) {
        return new JsonObject().put("data", data).put("version", version).put("etag", "\"here:" + version + "\"");
    }

    private static Stored entity(int status, Entity entity) {
        return new Stored(
                status,
                new JsonObject()
                        .put("data", entity.data())
                        .put("version", entity.versions.size())
                        .encode());
    }

    private static Stored ok(JsonObject body) {
        return new Stored(200, body.encode());
    }

    private static Stored problem(int status, String type) {
        return new Stored(
                status,
                new JsonObject()
                        .put("type", "https://cellmesh.dev/problems/" + type)
                        .encode());
    }
}

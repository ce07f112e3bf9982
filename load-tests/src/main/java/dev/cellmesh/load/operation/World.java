package dev.cellmesh.load.operation;

import dev.cellmesh.load.check.History;
import dev.cellmesh.load.client.PreparedRequest;
import dev.cellmesh.load.client.Reception;
import dev.cellmesh.load.scenario.Scenario;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What do all operations of a run share? Made and used up by the workload: filled on its own thread before the load, used on the
 * generator's loop during it, and on its own thread again when the load is over.
 */
final class World {
    static final String LEVEL = "X-Consistency-Level";
    static final String STRONG = "strong";
    private static final String CARRIED = "X-Last-Write-Timestamp";
    private static final String GIVEN = "X-Write-Timestamp";
    private static final String KEY = "Idempotency-Key";

    /** Half an hour of a region that answers nothing, at 100 writes a second. */
    private static final int OPEN_MAX = 200_000;

    final Scenario scenario;
    final Settings data;
    final Api api;
    final Sessionbook sessions = new Sessionbook();
    final Histories histories = new Histories();
    private final Map<String, Tenant> tenants = new LinkedHashMap<>();
    private final List<URI> edges;
    /** In keys and names, so that no other run has used them. */
    final String run;

    private final List<Open> open = new ArrayList<>();
    private long openLeftOut;
    private long startNanos = System.nanoTime();
    /** 0 stands for what was there before. */
    private long nextNumber = 1;

    World(Scenario scenario, Api api, String run) {
        this.scenario = scenario;
        this.data = new Settings("data", scenario.data());
        this.api = api;
        this.run = run;
        this.edges = List.copyOf(scenario.target().edges().values());
        if (edges.isEmpty()) {
            throw new IllegalArgumentException("the target has no edge");
        }
    }

    /**
     * A write whose effect nobody knows.
     *
     * @param known told what the same request is answered with later
     */
    private record Open(PreparedRequest request, Consumer<Reception.Answered> known) {}

    /** History's time zero is now. */
    void start() {
        startNanos = System.nanoTime();
    }

    long sinceStart(long nanoTime) {
        return nanoTime - startNanos;
    }

    void add(Tenant tenant) {
        tenants.put(tenant.name(), tenant);
    }

    List<Tenant> tenants() {
        return List.copyOf(tenants.values());
    }

    Tenant tenant(String name) {
        Tenant known = tenants.get(name);
        if (known == null) {
            throw new IllegalArgumentException("tenant " + name + " was not prepared");
        }
        return known;
    }

    URI edge(String region) {
        return scenario.target().edges().getOrDefault(region, edges.getFirst());
    }

    /** Of a write, in this run. */
    long number() {
        return nextNumber++;
    }

    PreparedRequest read(URI origin, Tenant tenant, String target, Optional<String> level, String token) {
        MultiMap headers = headers(tenant, token);
        level.ifPresent(asked -> headers.set(LEVEL, asked));
        return new PreparedRequest(HttpMethod.GET, origin, target, headers, Buffer.buffer());
    }

    PreparedRequest write(
            HttpMethod method, URI origin, Tenant tenant, String target, String key, String token, JsonObject body) {
        MultiMap headers =
                headers(tenant, token).set(KEY, '"' + key + '"').set(HttpHeaders.CONTENT_TYPE, "application/json");
        return new PreparedRequest(method, origin, target, headers, body.toBuffer());
    }

    /** Unique in its tenant, also among other runs. */
    String key(long number) {
        return run + "-" + number;
    }

    /** What a text says that was written under a number; {@link History#NOTHING} for any other text. */
    long numberIn(String text) {
        String before = run + "-";
        return text.startsWith(before) ? Long.parseLong(text, before.length(), text.length(), 10) : History.NOTHING;
    }

    boolean checks(String... names) {
        return Stream.of(names).anyMatch(scenario.checks()::contains);
    }

    private static MultiMap headers(Tenant tenant, String token) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        if (!tenant.bearer().isEmpty()) {
            headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + tenant.bearer());
        }
        if (!token.isEmpty()) {
            headers.set(CARRIED, token);
        }
        return headers;
    }

    /** The user's token, when the scenario's clients carry one. */
    String carried(Session.Asking asking) {
        return scenario.client().carryTokens() ? asking.token() : "";
    }

    /** Keeps the answer's token for the user's next request; whether that request knows then what this answer showed. */
    boolean learn(Session session, Session.Asking asking, Reception.Answered answered) {
        if (!scenario.client().carryTokens()) {
            return true;
        }
        String token = answered.headers().get(GIVEN);
        return token != null && session.learn(asking, token);
    }

    /** To be asked again when the load is over. */
    void leaveOpen(PreparedRequest request, Consumer<Reception.Answered> known) {
        if (open.size() < OPEN_MAX) {
            open.add(new Open(request, known));
        } else {
            openLeftOut++;
        }
    }

    /** Asks again for all that is open; those that are not decided by the deadline stay so. */
    void settleOpen(Api.Deadline deadline) {
        List<Callable<Reception>> tasks = new ArrayList<>();
        open.forEach(each -> tasks.add(() -> api.settle(each.request(), deadline)));
        List<Reception> receptions = Api.all(tasks);
        for (int i = 0; i < receptions.size(); i++) {
            if (receptions.get(i) instanceof Reception.Answered answered && Known.isDecided(answered)) {
                open.get(i).known().accept(answered);
            } else {
                openLeftOut++;
            }
        }
        open.clear();
    }

    /** Unknown outcomes that stayed so. */
    long stillOpen() {
        return openLeftOut + open.size();
    }
}

package dev.cellmesh.load.operation;

import dev.cellmesh.load.check.Effects;
import dev.cellmesh.load.check.History;
import dev.cellmesh.load.client.PreparedRequest;
import dev.cellmesh.load.scenario.Scenario;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * Collab: reactions to documents, which every region counts for itself, so that only their number can be checked. Kinds:
 * {@code collab.react}, {@code collab.read-reactions} (setting {@code level}). Data: {@code documentsPerTenant}.
 */
final class Reactions implements Part {
    private static final String KIND = "thumbs-up";

    private final World world;
    private final int documentsPerTenant;
    private final Map<String, List<String>> documents = new HashMap<>();

    Reactions(World world) {
        this.world = world;
        this.documentsPerTenant = (int) world.data.number("documentsPerTenant", 10, 1, 100_000);
    }

    @Override
    public String service() {
        return "collab";
    }

    @Override
    public Operation operation(Scenario.OperationSpec spec) {
        Settings settings = new Settings("operation " + spec.name(), spec.settings());
        return switch (spec.kind()) {
            case "collab.react" -> {
                settings.only();
                yield new Kind(spec.name(), this::react);
            }
            case "collab.read-reactions" -> {
                settings.only("level");
                Level level = Level.of(settings, "", "eventual");
                yield new Kind(spec.name(), who -> read(who, level));
            }
            default ->
                throw new IllegalArgumentException("operation " + spec.name() + ": there is no kind " + spec.kind()
                        + "; of collab there are react and read-reactions");
        };
    }

    /** Nothing is to be made: reactions do not ask whether the document is there. */
    @Override
    public void prepare(Api.Deadline deadline) {
        for (Tenant tenant : world.tenants()) {
            documents.put(
                    tenant.name(),
                    IntStream.range(0, documentsPerTenant)
                            .mapToObj(i -> world.run + "/document/" + tenant.name() + "/" + i)
                            .map(name -> UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                                    .toString())
                            .toList());
        }
    }

    private String pick(Operation.Turn.Who who) {
        List<String> mine = documents.get(who.tenant());
        return mine.get(who.random().nextInt(mine.size()));
    }

    private static String path(Tenant tenant, String document) {
        return tenant.path("/documents/" + document + "/reactions");
    }

    private static String key(Tenant tenant, String document) {
        return tenant.name() + "/" + document;
    }

    private Operation.Turn react(Operation.Turn.Who who) {
        Tenant tenant = world.tenant(who.tenant());
        String document = pick(who);
        long number = world.number();
        Session session = world.sessions.of(tenant.name(), who.user());
        Session.Asking asking = session.begin();
        PreparedRequest request = world.write(
                HttpMethod.POST,
                world.edge(who.region()),
                tenant,
                path(tenant, document),
                world.key(number),
                world.carried(asking),
                new JsonObject().put("kind", KIND).put("delta", 1));
        return new Asked(
                request,
                new Added(world, world.histories.reactions, key(tenant, document), number, session, asking, request));
    }

    private Operation.Turn read(Operation.Turn.Who who, Level level) {
        Tenant tenant = world.tenant(who.tenant());
        Session session = world.sessions.of(tenant.name(), who.user());
        Session.Asking asking = session.begin();
        PreparedRequest request = world.read(
                world.edge(who.region()), tenant, path(tenant, pick(who)), level.asked(), world.carried(asking));
        return new Asked(request, (last, invokedNanos, anyUnknown) -> session.end(asking, Known.ofRead(last)));
    }

    @Override
    public void settle(Api.Deadline deadline) {
        if (!world.checks(Effects.NAME)) {
            return;
        }
        Map<String, long[]> told = told(world.histories.reactions);
        List<Callable<Runnable>> tasks = new ArrayList<>();
        for (Tenant tenant : world.tenants()) {
            for (String document : documents.get(tenant.name())) {
                String key = key(tenant, document);
                long[] counts = told.getOrDefault(key, new long[2]);
                tasks.add(() -> {
                    try {
                        long found = count(tenant, document, deadline);
                        return () -> Effects.judgeCount(
                                key, counts[0] + counts[1], counts[0], counts[1], 0, found, world.histories.effects);
                    } catch (Api.Unprepared e) {
                        return () -> world.histories.unread.add("reactions of " + key + " (" + e.getMessage() + ")");
                    }
                });
            }
        }
        Api.all(tasks).forEach(Runnable::run);
    }

    /** Acknowledged and unknown ones of each document. */
    private static Map<String, long[]> told(History history) {
        Map<String, long[]> told = new HashMap<>();
        for (int i = 0; i < history.size(); i++) {
            var act = history.get(i);
            long[] counts = told.computeIfAbsent(act.key(), key -> new long[2]);
            switch (act.end()) {
                case OK -> counts[0]++;
                case INFO -> counts[1]++;
                case FAIL, INVOKE -> {
                    // Counted nothing.
                }
            }
        }
        return told;
    }

    private long count(Tenant tenant, String document, Api.Deadline deadline) {
        PreparedRequest request =
                world.read(tenant.home(), tenant, path(tenant, document), Optional.of(World.STRONG), "");
        JsonArray counts = world.api
                .expect(request, deadline, 200)
                .body()
                .toJsonObject()
                .getJsonObject("data")
                .getJsonArray("counts");
        long sum = 0;
        for (int i = 0; i < counts.size(); i++) {
            JsonObject each = counts.getJsonObject(i);
            sum += each.getString("kind").equals(KIND) ? each.getLong("count") : 0;
        }
        return sum;
    }
}

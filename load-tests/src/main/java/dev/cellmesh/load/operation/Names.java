package dev.cellmesh.load.operation;

import dev.cellmesh.load.check.Act;
import dev.cellmesh.load.check.Event;
import dev.cellmesh.load.check.Function;
import dev.cellmesh.load.check.History;
import dev.cellmesh.load.check.SeenVersion;
import dev.cellmesh.load.check.Sessions;
import dev.cellmesh.load.client.PreparedRequest;
import dev.cellmesh.load.client.Reception;
import dev.cellmesh.load.scenario.Scenario;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Profiles: display names, which every region writes and a user must see again with the token of the write. Kinds:
 * {@code profiles.write-display-name}, {@code profiles.read-display-name} (settings {@code level}, and {@code own}, the share of reads
 * of the user's own profile). Data: {@code profilesPerTenant}; users share them when there are more users.
 */
final class Names implements Part {
    private static final double OWN_SHARE = 0.8;

    private final World world;
    private final int profilesPerTenant;
    private final SeenVersion seen = new SeenVersion();
    private final Map<String, List<String>> profiles = new HashMap<>();

    Names(World world) {
        this.world = world;
        this.profilesPerTenant = (int) world.data.number("profilesPerTenant", 20, 1, 1_000_000);
    }

    @Override
    public String service() {
        return "profiles";
    }

    @Override
    public Operation operation(Scenario.OperationSpec spec) {
        Settings settings = new Settings("operation " + spec.name(), spec.settings());
        return switch (spec.kind()) {
            case "profiles.write-display-name" -> {
                settings.only();
                yield new Kind(spec.name(), this::write);
            }
            case "profiles.read-display-name" -> {
                settings.only("level", "own");
                // Only causal reads promise never to go back, so a scenario that checks it has to ask for them.
                String otherwise = world.checks(Sessions.MONOTONIC_READS) ? "causal" : "";
                Level level = Level.of(settings, otherwise, "session");
                double own = settings.share("own", OWN_SHARE);
                yield new Kind(spec.name(), who -> read(who, level, own));
            }
            default ->
                throw new IllegalArgumentException("operation " + spec.name() + ": there is no kind " + spec.kind()
                        + "; of profiles there are write-display-name and read-display-name");
        };
    }

    @Override
    public void prepare(Api.Deadline deadline) {
        for (Tenant tenant : world.tenants()) {
            profiles.put(
                    tenant.name(),
                    IntStream.range(0, profilesPerTenant)
                            .mapToObj(i -> world.run + "/" + tenant.name() + "/" + i)
                            .map(name -> UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                                    .toString())
                            .toList());
        }
    }

    private String own(Operation.Turn.Who who) {
        List<String> ofTenant = profiles.get(who.tenant());
        return ofTenant.get((int) (who.user() % ofTenant.size()));
    }

    private Operation.Turn write(Operation.Turn.Who who) {
        Tenant tenant = world.tenant(who.tenant());
        String profile = own(who);
        long number = world.number();
        Session session = world.sessions.of(tenant.name(), who.user());
        Session.Asking asking = session.begin();
        int madeAt = world.histories.sessions.now();
        PreparedRequest request = world.write(
                HttpMethod.PUT,
                world.edge(who.region()),
                tenant,
                tenant.path("/profiles/" + profile + "/display-name"),
                world.key(number),
                world.carried(asking),
                new JsonObject().put("displayName", world.key(number)));
        return new Asked(request, (last, invokedNanos, anyUnknown) -> {
            Event.Type end = Known.of(last, anyUnknown);
            session.end(asking, end);
            long[] counts = SeenVersion.none();
            boolean isKnown = false;
            if (last instanceof Reception.Answered answered && end == Event.Type.OK) {
                counts = written(answered, number);
                isKnown = world.learn(session, asking, answered);
            }
            Act act = new Act(
                    asking.process(),
                    Function.WRITE,
                    tenant.name() + "/" + profile,
                    History.NOTHING,
                    number,
                    end,
                    world.sinceStart(invokedNanos),
                    world.sinceStart(last.endNanos()),
                    number);
            int of = isKnown ? session.number : world.sessions.nextSession();
            world.histories.sessions.add(of, madeAt, act, counts, Sessions.Promise.NONE);
        });
    }

    /**
     * What the token of a write covers for sure: the writes of the region that took it. What the answer shows of other regions was
     * near at hand, and is not promised again.
     */
    private long[] written(Reception.Answered answered, long number) {
        JsonObject body = answered.body().toJsonObject();
        JsonObject data = body.getJsonObject("data");
        boolean isMine = world.numberIn(data.getString("displayName")) == number;
        return isMine ? seen.parse(body.getString("etag"), data.getString("writtenIn")) : SeenVersion.none();
    }

    private Operation.Turn read(Operation.Turn.Who who, Level level, double ownShare) {
        Tenant tenant = world.tenant(who.tenant());
        List<String> ofTenant = profiles.get(tenant.name());
        String profile = who.random().nextDouble() < ownShare
                ? own(who)
                : ofTenant.get(who.random().nextInt(ofTenant.size()));
        Session session = world.sessions.of(tenant.name(), who.user());
        Session.Asking asking = session.begin();
        int madeAt = world.histories.sessions.now();
        PreparedRequest request = world.read(
                world.edge(who.region()),
                tenant,
                tenant.path("/profiles/" + profile + "/display-name"),
                level.asked(),
                world.carried(asking));
        return new Asked(request, (last, invokedNanos, anyUnknown) -> {
            if (!(last instanceof Reception.Answered answered)) {
                session.end(asking, Event.Type.FAIL);
                return;
            }
            boolean isMissing = Known.problem(answered).equals("unknown-entity");
            Event.Type end = isMissing ? Event.Type.OK : Known.ofRead(last);
            session.end(asking, end);
            if (end != Event.Type.OK) {
                return;
            }
            long value = History.NOTHING;
            long[] counts = SeenVersion.none();
            if (!isMissing) {
                JsonObject body = answered.body().toJsonObject();
                value = world.numberIn(body.getJsonObject("data").getString("displayName"));
                counts = seen.parse(body.getString("etag"));
            }
            Act act = new Act(
                    asking.process(),
                    Function.READ,
                    tenant.name() + "/" + profile,
                    History.NOTHING,
                    value,
                    end,
                    world.sinceStart(invokedNanos),
                    world.sinceStart(last.endNanos()),
                    -1);
            boolean isKnown = world.learn(session, asking, answered);
            world.histories.sessions.add(session.number, madeAt, act, counts, level.promise(isKnown));
        });
    }

    @Override
    public void settle(Api.Deadline deadline) {
        // Sessions end with their last request: nothing is promised to anybody else.
    }
}

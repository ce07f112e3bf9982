package dev.cellmesh.load.operation;

import dev.cellmesh.load.check.Act;
import dev.cellmesh.load.check.Event;
import dev.cellmesh.load.check.Function;
import dev.cellmesh.load.check.History;
import dev.cellmesh.load.client.PreparedRequest;
import dev.cellmesh.load.client.Reception;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The labels of accounts, which are registers: read, and changed by version. What this run knows of them is kept here. */
final class Labels {
    private final World world;
    private final Map<String, List<Versioned>> byTenant = new HashMap<>();

    Labels(World world) {
        this.world = world;
    }

    void open(Tenant tenant, String account, long version) {
        Versioned label = new Versioned(tenant.name() + "/" + account, account, version);
        byTenant.computeIfAbsent(tenant.name(), first -> new ArrayList<>()).add(label);
        world.histories.versions.opened(label.key, label.version());
    }

    Operation.Turn readAny(Operation.Turn.Who who) {
        return read(who, pick(who));
    }

    /** Reads first when the label is not known any more, as a client does that was refused. */
    Operation.Turn changeAny(Operation.Turn.Who who) {
        Versioned label = pick(who);
        return label.isOld() ? read(who, label) : change(who, label);
    }

    private Versioned pick(Operation.Turn.Who who) {
        List<Versioned> mine = byTenant.get(who.tenant());
        return mine.get(who.random().nextInt(mine.size()));
    }

    private Operation.Turn read(Operation.Turn.Who who, Versioned label) {
        Tenant tenant = world.tenant(who.tenant());
        Session session = world.sessions.of(tenant.name(), who.user());
        Session.Asking asking = session.begin();
        PreparedRequest request = world.read(
                world.edge(who.region()),
                tenant,
                tenant.path("/accounts/" + label.id),
                Optional.of(World.STRONG),
                world.carried(asking));
        return new Asked(request, (last, invokedNanos, anyUnknown) -> {
            session.end(asking, Known.ofRead(last));
            if (last instanceof Reception.Answered answered && answered.status() == 200) {
                saw(label, asking.process(), answered, invokedNanos);
            }
        });
    }

    private void saw(Versioned label, long process, Reception.Answered answered, long invokedNanos) {
        JsonObject body = answered.body().toJsonObject();
        long version = body.getLong("version");
        long value = world.numberIn(body.getJsonObject("data").getString("label"));
        label.learn(version, value);
        Act act = new Act(
                process,
                Function.READ,
                label.key,
                History.NOTHING,
                value,
                Event.Type.OK,
                world.sinceStart(invokedNanos),
                world.sinceStart(answered.endNanos()),
                -1);
        world.histories.registers.add(act);
        world.histories.versions.add(act, version, version);
    }

    private Operation.Turn change(Operation.Turn.Who who, Versioned label) {
        Tenant tenant = world.tenant(who.tenant());
        long number = world.number();
        long base = label.version();
        long expected = label.value();
        Session session = world.sessions.of(tenant.name(), who.user());
        Session.Asking asking = session.begin();
        PreparedRequest request = world.write(
                HttpMethod.PATCH,
                world.edge(who.region()),
                tenant,
                tenant.path("/accounts/" + label.id),
                world.key(number),
                world.carried(asking),
                new JsonObject().put("label", world.key(number)));
        request.headers().set("If-Match", "\"" + base + "\"");
        return new Asked(request, (last, invokedNanos, anyUnknown) -> {
            Event.Type end = Known.of(last, anyUnknown);
            session.end(asking, end);
            long made = end == Event.Type.OK ? version(last) : 0;
            if (end == Event.Type.OK) {
                label.learn(made, number);
            } else {
                label.outdated();
            }
            Act act = new Act(
                    asking.process(),
                    Function.CAS,
                    label.key,
                    expected,
                    number,
                    end,
                    world.sinceStart(invokedNanos),
                    world.sinceStart(last.endNanos()),
                    number);
            int inRegisters = world.histories.registers.add(act);
            int inVersions = world.histories.versions.add(act, base, made);
            if (end == Event.Type.INFO && inRegisters >= 0 && inVersions >= 0) {
                world.leaveOpen(request, answered -> {
                    Event.Type known = Known.of(answered, false);
                    long endedNanos = world.sinceStart(answered.endNanos());
                    world.histories.registers.settle(inRegisters, known, endedNanos);
                    world.histories.versions.settle(
                            inVersions, known, endedNanos, known == Event.Type.OK ? version(answered) : 0);
                });
            }
        });
    }

    private static long version(Reception reception) {
        return reception instanceof Reception.Answered answered
                ? answered.body().toJsonObject().getLong("version")
                : 0;
    }

    /** What each of them is in the end. */
    void settle(Api.Deadline deadline) {
        List<Callable<Runnable>> tasks = new ArrayList<>();
        for (Tenant tenant : world.tenants()) {
            for (Versioned label : byTenant.getOrDefault(tenant.name(), List.of())) {
                PreparedRequest request = world.read(
                        tenant.home(), tenant, tenant.path("/accounts/" + label.id), Optional.of(World.STRONG), "");
                tasks.add(() -> {
                    long invokedNanos = System.nanoTime();
                    Reception last = world.api.settle(request, deadline);
                    return () -> {
                        if (last instanceof Reception.Answered answered && answered.status() == 200) {
                            saw(label, world.sessions.nextProcess(), answered, invokedNanos);
                            world.histories.versions.ended(label.key, label.version(), label.value());
                        } else {
                            world.histories.unread.add("label " + label.key + " (" + Api.describe(last) + ")");
                        }
                    };
                });
            }
        }
        Api.all(tasks).forEach(Runnable::run);
    }
}

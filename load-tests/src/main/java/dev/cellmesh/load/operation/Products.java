package dev.cellmesh.load.operation;

import dev.cellmesh.load.check.Act;
import dev.cellmesh.load.check.Effects;
import dev.cellmesh.load.check.Event;
import dev.cellmesh.load.check.Function;
import dev.cellmesh.load.check.History;
import dev.cellmesh.load.check.SeenVersion;
import dev.cellmesh.load.check.Sessions;
import dev.cellmesh.load.check.Versions;
import dev.cellmesh.load.client.PreparedRequest;
import dev.cellmesh.load.client.Reception;
import dev.cellmesh.load.scenario.Scenario;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Catalog: products that are changed by version, and read up to a minute late. Kinds: {@code catalog.create-product},
 * {@code catalog.change-product}, {@code catalog.read-product} (setting {@code level}). Data: {@code productsPerTenant}.
 */
final class Products implements Part {
    private static final int PAGE = 200;

    private final World world;
    private final int productsPerTenant;
    private final SeenVersion seen = new SeenVersion();
    /** Their prices are the numbers of the requests that set them. */
    private final Map<String, List<Versioned>> products = new HashMap<>();

    private boolean createsProducts;
    private boolean changesProducts;

    Products(World world) {
        this.world = world;
        this.productsPerTenant = (int) world.data.number("productsPerTenant", 10, 1, 100_000);
    }

    @Override
    public String service() {
        return "catalog";
    }

    @Override
    public Operation operation(Scenario.OperationSpec spec) {
        Settings settings = new Settings("operation " + spec.name(), spec.settings());
        return switch (spec.kind()) {
            case "catalog.create-product" -> {
                settings.only();
                createsProducts = true;
                yield new Kind(spec.name(), this::create);
            }
            case "catalog.change-product" -> {
                settings.only();
                changesProducts = true;
                yield new Kind(spec.name(), this::change);
            }
            case "catalog.read-product" -> {
                settings.only("level");
                changesProducts = true;
                Level level = Level.of(settings, "", "bounded");
                yield new Kind(spec.name(), who -> read(who, pick(who), level));
            }
            default ->
                throw new IllegalArgumentException("operation " + spec.name() + ": there is no kind " + spec.kind()
                        + "; of catalog there are create-product, change-product and read-product");
        };
    }

    @Override
    public void prepare(Api.Deadline deadline) {
        List<Callable<Runnable>> tasks = new ArrayList<>();
        for (Tenant tenant : world.tenants()) {
            List<Versioned> ofTenant = new ArrayList<>();
            products.put(tenant.name(), ofTenant);
            for (int i = 0; changesProducts && i < productsPerTenant; i++) {
                String key = world.run + "-product-" + i;
                PreparedRequest request = world.write(
                        HttpMethod.POST, tenant.home(), tenant, tenant.path("/products"), key, "", product(key, 0));
                tasks.add(() -> {
                    JsonObject made =
                            world.api.expect(request, deadline, 201).body().toJsonObject();
                    String id = made.getJsonObject("data").getString("id");
                    return () -> ofTenant.add(new Versioned(tenant.name() + "/" + id, id, made.getLong("version")));
                });
            }
        }
        Api.all(tasks).forEach(Runnable::run);
        products.values()
                .forEach(each ->
                        each.forEach(product -> world.histories.versions.opened(product.key, product.version())));
    }

    private static JsonObject product(String name, long price) {
        return new JsonObject()
                .put("name", name)
                .put("price", new JsonObject().put("amount", price).put("currency", Accounts.CURRENCY));
    }

    private Versioned pick(Operation.Turn.Who who) {
        List<Versioned> mine = products.get(who.tenant());
        return mine.get(who.random().nextInt(mine.size()));
    }

    private Operation.Turn create(Operation.Turn.Who who) {
        Tenant tenant = world.tenant(who.tenant());
        long number = world.number();
        Session session = world.sessions.of(tenant.name(), who.user());
        Session.Asking asking = session.begin();
        PreparedRequest request = world.write(
                HttpMethod.POST,
                world.edge(who.region()),
                tenant,
                tenant.path("/products"),
                world.key(number),
                world.carried(asking),
                product(world.key(number), number));
        return new Asked(
                request, new Added(world, world.histories.products, tenant.name(), number, session, asking, request));
    }

    /** Reads first when the version is not known any more, as a client does that was refused. */
    private Operation.Turn change(Operation.Turn.Who who) {
        Versioned product = pick(who);
        if (product.isOld()) {
            return read(who, product, new Level(Optional.of(World.STRONG), true, true));
        }
        Tenant tenant = world.tenant(who.tenant());
        long number = world.number();
        long base = product.version();
        Session session = world.sessions.of(tenant.name(), who.user());
        Session.Asking asking = session.begin();
        int madeAt = world.histories.sessions.now();
        PreparedRequest request = world.write(
                HttpMethod.PUT,
                world.edge(who.region()),
                tenant,
                tenant.path("/products/" + product.id),
                world.key(number),
                world.carried(asking),
                product(world.key(number), number));
        request.headers().set("If-Match", "\"" + base + "\"");
        return new Asked(request, (last, invokedNanos, anyUnknown) -> {
            Event.Type end = Known.of(last, anyUnknown);
            session.end(asking, end);
            Act act = new Act(
                    asking.process(),
                    Function.WRITE,
                    product.key,
                    History.NOTHING,
                    number,
                    end,
                    world.sinceStart(invokedNanos),
                    world.sinceStart(last.endNanos()),
                    number);
            long made = 0;
            if (last instanceof Reception.Answered answered && end == Event.Type.OK) {
                made = version(answered);
                product.learn(made, number);
                boolean isKnown = world.learn(session, asking, answered);
                int of = isKnown ? session.number : world.sessions.nextSession();
                world.histories.sessions.add(of, madeAt, act, seen.parse(Long.toString(made)), Sessions.Promise.NONE);
            } else {
                product.outdated();
            }
            int index = world.histories.versions.add(act, base, made);
            if (end == Event.Type.INFO && index >= 0) {
                world.leaveOpen(request, answered -> {
                    Event.Type known = Known.of(answered, false);
                    world.histories.versions.settle(
                            index,
                            known,
                            world.sinceStart(answered.endNanos()),
                            known == Event.Type.OK ? version(answered) : 0);
                });
            }
        });
    }

    private static long version(Reception.Answered answered) {
        return answered.body().toJsonObject().getLong("version");
    }

    private Operation.Turn read(Operation.Turn.Who who, Versioned product, Level level) {
        Tenant tenant = world.tenant(who.tenant());
        Session session = world.sessions.of(tenant.name(), who.user());
        Session.Asking asking = session.begin();
        int madeAt = world.histories.sessions.now();
        PreparedRequest request = world.read(
                world.edge(who.region()),
                tenant,
                tenant.path("/products/" + product.id),
                level.asked(),
                world.carried(asking));
        return new Asked(request, (last, invokedNanos, anyUnknown) -> {
            session.end(asking, Known.ofRead(last));
            if (!(last instanceof Reception.Answered answered) || answered.status() != 200) {
                return;
            }
            JsonObject body = answered.body().toJsonObject();
            long version = body.getLong("version");
            boolean isNewest = level.asked().filter(World.STRONG::equals).isPresent();
            if (isNewest) {
                product.learn(version, price(body));
            }
            Act act = new Act(
                    asking.process(),
                    Function.READ,
                    product.key,
                    History.NOTHING,
                    price(body),
                    Event.Type.OK,
                    world.sinceStart(invokedNanos),
                    world.sinceStart(last.endNanos()),
                    -1);
            world.histories.versions.add(act, version, version);
            boolean isKnown = world.learn(session, asking, answered);
            world.histories.sessions.add(
                    session.number, madeAt, act, seen.parse(Long.toString(version)), level.promise(isKnown));
        });
    }

    private static long price(JsonObject body) {
        return body.getJsonObject("data").getJsonObject("price").getLong("amount");
    }

    @Override
    public void settle(Api.Deadline deadline) {
        if (changesProducts && world.checks(Versions.NAME)) {
            readProducts(deadline);
        }
        if (createsProducts && world.checks(Effects.NAME)) {
            countProducts(deadline);
        }
    }

    private void readProducts(Api.Deadline deadline) {
        List<Callable<Runnable>> tasks = new ArrayList<>();
        for (Tenant tenant : world.tenants()) {
            for (Versioned product : products.getOrDefault(tenant.name(), List.of())) {
                String path = tenant.path("/products/" + product.id);
                tasks.add(() -> {
                    try {
                        JsonObject body = readStrong(tenant, path, deadline);
                        return () -> world.histories.versions.ended(product.key, body.getLong("version"), price(body));
                    } catch (Api.Unprepared e) {
                        return () -> world.histories.unread.add("product " + product.key + " (" + e.getMessage() + ")");
                    }
                });
            }
        }
        Api.all(tasks).forEach(Runnable::run);
    }

    private void countProducts(Api.Deadline deadline) {
        Map<Long, Integer> found = new HashMap<>();
        for (Tenant tenant : world.tenants()) {
            try {
                String first = tenant.path("/products?limit=" + PAGE);
                for (String target = first; !target.isEmpty(); ) {
                    JsonObject page = readStrong(tenant, target, deadline);
                    JsonArray data = page.getJsonArray("data");
                    for (int i = 0; i < data.size(); i++) {
                        String name =
                                data.getJsonObject(i).getJsonObject("data").getString("name");
                        if (name.startsWith(world.run + "-") && !name.contains("-product-")) {
                            found.merge(world.numberIn(name), 1, Integer::sum);
                        }
                    }
                    String next = page.getString("next");
                    target = next == null ? "" : first + "&after=" + next;
                }
            } catch (Api.Unprepared e) {
                world.histories.unread.add("products of " + tenant.name() + " (" + e.getMessage() + ")");
                return;
            }
        }
        Effects.judgeEach(world.histories.products, number -> found.getOrDefault(number, 0), world.histories.effects);
    }

    private JsonObject readStrong(Tenant tenant, String target, Api.Deadline deadline) {
        return world.api
                .expect(world.read(tenant.home(), tenant, target, Optional.of(World.STRONG), ""), deadline, 200)
                .body()
                .toJsonObject();
    }
}

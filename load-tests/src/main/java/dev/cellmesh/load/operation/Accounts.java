package dev.cellmesh.load.operation;

import dev.cellmesh.load.check.Act;
import dev.cellmesh.load.check.Effects;
import dev.cellmesh.load.check.Event;
import dev.cellmesh.load.check.Function;
import dev.cellmesh.load.check.History;
import dev.cellmesh.load.check.Ledgers;
import dev.cellmesh.load.check.Linearizability;
import dev.cellmesh.load.check.Versions;
import dev.cellmesh.load.client.PreparedRequest;
import dev.cellmesh.load.client.Reception;
import dev.cellmesh.load.scenario.Scenario;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;

/**
 * Payments: accounts that pay each other, and others, without money, whose labels are the registers. Kinds:
 * {@code payments.transfer}, {@code payments.read-account}, {@code payments.label-account}. Data: {@code accountsPerTenant},
 * {@code openingBalance}, {@code registersPerTenant}.
 */
final class Accounts implements Part {
    static final String CURRENCY = "EUR";

    private final World world;
    private final int accountsPerTenant;
    private final long opening;
    private final int registersPerTenant;
    private final Map<String, List<String>> accounts = new HashMap<>();
    private final Labels labels;
    private boolean hasLabels;
    private boolean hasMoney;
    private Optional<Ledgers> ledgers = Optional.empty();

    Accounts(World world) {
        this.world = world;
        this.labels = new Labels(world);
        this.accountsPerTenant = (int) world.data.number("accountsPerTenant", 20, 2, 100_000);
        this.opening = world.data.number("openingBalance", 1_000_000, 0, 1_000_000_000_000L);
        this.registersPerTenant = (int) world.data.number("registersPerTenant", 5, 1, 10_000);
    }

    @Override
    public String service() {
        return "payments";
    }

    @Override
    public Operation operation(Scenario.OperationSpec spec) {
        Settings settings = new Settings("operation " + spec.name(), spec.settings());
        return switch (spec.kind()) {
            case "payments.transfer" -> {
                settings.only("amountMax");
                hasMoney = true;
                long amountMax = settings.number("amountMax", 100, 1, 1_000_000_000);
                yield new Kind(spec.name(), who -> transfer(who, amountMax));
            }
            case "payments.read-account" -> {
                settings.only("labels");
                hasMoney = true;
                double share = settings.share("labels", readsLabels() ? 0.5 : 0);
                hasLabels |= share > 0;
                yield new Kind(
                        spec.name(), who -> who.random().nextDouble() < share ? labels.readAny(who) : readAccount(who));
            }
            case "payments.label-account" -> {
                settings.only();
                hasLabels = true;
                yield new Kind(spec.name(), labels::changeAny);
            }
            default ->
                throw new IllegalArgumentException("operation " + spec.name() + ": there is no kind " + spec.kind()
                        + "; of payments there are transfer, read-account and label-account");
        };
    }

    private boolean readsLabels() {
        return world.scenario.operations().stream().anyMatch(each -> each.kind().equals("payments.label-account"));
    }

    @Override
    public void prepare(Api.Deadline deadline) {
        List<Callable<Runnable>> tasks = new ArrayList<>();
        for (Tenant tenant : world.tenants()) {
            List<String> ofTenant = new ArrayList<>();
            accounts.put(tenant.name(), ofTenant);
            for (int i = 0; hasMoney && i < accountsPerTenant; i++) {
                String key = world.run + "-account-" + i;
                tasks.add(() -> {
                    String id = id(open(tenant, key, opening, "", deadline));
                    return () -> ofTenant.add(id);
                });
            }
            for (int i = 0; hasLabels && i < registersPerTenant; i++) {
                String key = world.run + "-register-" + i;
                tasks.add(() -> {
                    JsonObject account = open(tenant, key, 0, world.key(0), deadline);
                    return () -> labels.open(tenant, id(account), account.getLong("version"));
                });
            }
        }
        Api.all(tasks).forEach(Runnable::run);
    }

    private JsonObject open(Tenant tenant, String key, long balance, String label, Api.Deadline deadline) {
        JsonObject body = new JsonObject().put("currency", CURRENCY).put("openingBalance", balance);
        if (!label.isEmpty()) {
            body.put("label", label);
        }
        PreparedRequest request =
                world.write(HttpMethod.POST, tenant.home(), tenant, tenant.path("/accounts"), key, "", body);
        return world.api.expect(request, deadline, 201).body().toJsonObject();
    }

    private static String id(JsonObject entity) {
        return entity.getJsonObject("data").getString("id");
    }

    private Operation.Turn transfer(Operation.Turn.Who who, long amountMax) {
        Tenant tenant = world.tenant(who.tenant());
        List<String> mine = accounts.get(tenant.name());
        int payer = who.random().nextInt(mine.size());
        int receiver = (payer + 1 + who.random().nextInt(mine.size() - 1)) % mine.size();
        String from = mine.get(payer);
        String to = mine.get(receiver);
        long amount = who.random().nextLong(1, amountMax + 1);
        long number = world.number();
        Session session = world.sessions.of(tenant.name(), who.user());
        Session.Asking asking = session.begin();
        PreparedRequest request = world.write(
                HttpMethod.POST,
                world.edge(who.region()),
                tenant,
                tenant.path("/transfers"),
                world.key(number),
                world.carried(asking),
                new JsonObject()
                        .put("from", from)
                        .put("to", to)
                        .put("amount", amount)
                        .put("currency", CURRENCY));
        return new Asked(request, (last, invokedNanos, anyUnknown) -> {
            Event.Type end = Known.of(last, anyUnknown);
            session.end(asking, end);
            if (last instanceof Reception.Answered answered && end == Event.Type.OK) {
                world.learn(session, asking, answered);
            }
            int index = world.histories.transfers.add(
                    new Act(
                            asking.process(),
                            Function.TRANSFER,
                            from,
                            History.NOTHING,
                            amount,
                            end,
                            world.sinceStart(invokedNanos),
                            world.sinceStart(last.endNanos()),
                            number),
                    to,
                    end == Event.Type.OK ? id(last) : Optional.empty());
            if (end == Event.Type.INFO && index >= 0) {
                world.leaveOpen(request, answered -> {
                    Event.Type known = Known.of(answered, false);
                    world.histories.transfers.settle(
                            index,
                            known,
                            world.sinceStart(answered.endNanos()),
                            known == Event.Type.OK ? id(answered) : Optional.empty());
                });
            }
        });
    }

    private static Optional<UUID> id(Reception reception) {
        return reception instanceof Reception.Answered answered
                ? Optional.of(UUID.fromString(id(answered.body().toJsonObject())))
                : Optional.empty();
    }

    private Operation.Turn readAccount(Operation.Turn.Who who) {
        Tenant tenant = world.tenant(who.tenant());
        List<String> mine = accounts.get(tenant.name());
        String account = mine.get(who.random().nextInt(mine.size()));
        Session session = world.sessions.of(tenant.name(), who.user());
        Session.Asking asking = session.begin();
        PreparedRequest request = world.read(
                world.edge(who.region()),
                tenant,
                tenant.path("/accounts/" + account),
                Optional.empty(),
                world.carried(asking));
        return new Asked(request, (last, invokedNanos, anyUnknown) -> session.end(asking, Known.ofRead(last)));
    }

    @Override
    public void settle(Api.Deadline deadline) {
        if (world.checks(Versions.NAME, Linearizability.NAME)) {
            labels.settle(deadline);
        }
        if (world.checks(Effects.NAME, Ledgers.CONSERVATION)) {
            Ledgers all = new Ledgers(world.histories.transfers, world.histories.effects);
            ledgers = Optional.of(all);
            AccountStatements statements = new AccountStatements(world, opening);
            for (Tenant tenant : world.tenants()) {
                try {
                    all.judge(statements.of(tenant, accounts.getOrDefault(tenant.name(), List.of()), deadline));
                } catch (Api.Unprepared e) {
                    world.histories.unread.add("accounts of " + tenant.name() + " (" + e.getMessage() + ")");
                }
            }
        }
    }

    /** Empty when it was not asked for. */
    Optional<Ledgers> ledgers() {
        return ledgers;
    }
}

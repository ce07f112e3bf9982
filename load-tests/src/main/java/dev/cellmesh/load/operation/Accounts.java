package dev.cellmesh.load.operation;

import dev.cellmesh.load.check.Act;
import dev.cellmesh.load.check.Effects;
import dev.cellmesh.load.check.Event;
import dev.cellmesh.load.check.Function;
import dev.cellmesh.load.check.History;
import dev.cellmesh.load.check.Ledgers;
import dev.cellmesh.load.check.Linearizability;
import dev.cellmesh.load.check.Statement;
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
import java.util.UUID;
import java.util.concurrent.Callable;

/**
 * Payments: accounts that pay each other, and others, without money, whose labels are the registers. Kinds:
 * {@code payments.transfer}, {@code payments.read-account}, {@code payments.label-account}. Data: {@code accountsPerTenant},
 * {@code openingBalance}, {@code registersPerTenant}.
 */
final class Accounts implements Part {
    static final String CURRENCY = "EUR";
    private static final int LEDGER_PAGE = 200;

    private final World world;
    private final int accountsPerTenant;
    private final long opening;
    private final int registersPerTenant;
    private final Map<String, List<String>> accounts = new HashMap<>();
    private final Map<String, List<Label>> labels = new HashMap<>();
    private boolean hasLabels;
    private boolean hasMoney;
    private Optional<Ledgers> ledgers = Optional.empty();

    Accounts(World world) {
        this.world = world;
        this.accountsPerTenant = (int) world.data.number("accountsPerTenant", 20, 2, 100_000);
        this.opening = world.data.number("openingBalance", 1_000_000, 0, 1_000_000_000_000L);
        this.registersPerTenant = (int) world.data.number("registersPerTenant", 5, 1, 10_000);
    }

    /** A register: the label of an account, and what this run knows of it. */
    private static final class Label {
        final String key;
        final String account;
        long version;
        long value;
        /** Whether somebody else is known to have changed it, or may have. */
        boolean isOld;

        Label(String key, String account, long version) {
            this.key = key;
            this.account = account;
            this.version = version;
        }

        void learn(long newVersion, long newValue) {
            if (newVersion >= version) {
                version = newVersion;
                value = newValue;
                isOld = false;
            }
        }
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
                        spec.name(),
                        who -> who.random().nextDouble() < share ? readLabel(who, pickLabel(who)) : readAccount(who));
            }
            case "payments.label-account" -> {
                settings.only();
                hasLabels = true;
                yield new Kind(spec.name(), this::label);
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
            List<Label> labelled = new ArrayList<>();
            accounts.put(tenant.name(), ofTenant);
            labels.put(tenant.name(), labelled);
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
                    String name = tenant.name() + "/" + id(account);
                    return () -> labelled.add(new Label(name, id(account), account.getLong("version")));
                });
            }
        }
        Api.all(tasks).forEach(Runnable::run);
        labels.values()
                .forEach(each -> each.forEach(label -> world.histories.versions.opened(label.key, label.version)));
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

    private Label pickLabel(Operation.Turn.Who who) {
        List<Label> mine = labels.get(who.tenant());
        return mine.get(who.random().nextInt(mine.size()));
    }

    /** Reads first when the label is not known any more, as a client does that was refused. */
    private Operation.Turn label(Operation.Turn.Who who) {
        Label label = pickLabel(who);
        return label.isOld ? readLabel(who, label) : changeLabel(who, label);
    }

    private Operation.Turn readLabel(Operation.Turn.Who who, Label label) {
        Tenant tenant = world.tenant(who.tenant());
        Session session = world.sessions.of(tenant.name(), who.user());
        Session.Asking asking = session.begin();
        PreparedRequest request = world.read(
                world.edge(who.region()),
                tenant,
                tenant.path("/accounts/" + label.account),
                Optional.of(World.STRONG),
                world.carried(asking));
        return new Asked(request, (last, invokedNanos, anyUnknown) -> {
            session.end(asking, Known.ofRead(last));
            if (last instanceof Reception.Answered answered && answered.status() == 200) {
                sawLabel(label, asking.process(), answered, invokedNanos);
            }
        });
    }

    private void sawLabel(Label label, long process, Reception.Answered answered, long invokedNanos) {
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

    private Operation.Turn changeLabel(Operation.Turn.Who who, Label label) {
        Tenant tenant = world.tenant(who.tenant());
        long number = world.number();
        long base = label.version;
        long expected = label.value;
        Session session = world.sessions.of(tenant.name(), who.user());
        Session.Asking asking = session.begin();
        PreparedRequest request = world.write(
                HttpMethod.PATCH,
                world.edge(who.region()),
                tenant,
                tenant.path("/accounts/" + label.account),
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
                label.isOld = true;
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

    @Override
    public void settle(Api.Deadline deadline) {
        if (world.checks(Versions.NAME, Linearizability.NAME)) {
            readLabels(deadline);
        }
        if (world.checks(Effects.NAME, Ledgers.CONSERVATION)) {
            Ledgers all = new Ledgers(world.histories.transfers, world.histories.effects);
            ledgers = Optional.of(all);
            for (Tenant tenant : world.tenants()) {
                try {
                    all.judge(statement(tenant, deadline));
                } catch (Api.Unprepared e) {
                    world.histories.unread.add("accounts of " + tenant.name() + " (" + e.getMessage() + ")");
                }
            }
        }
    }

    private void readLabels(Api.Deadline deadline) {
        List<Callable<Runnable>> tasks = new ArrayList<>();
        for (Tenant tenant : world.tenants()) {
            for (Label label : labels.getOrDefault(tenant.name(), List.of())) {
                PreparedRequest request = world.read(
                        tenant.home(),
                        tenant,
                        tenant.path("/accounts/" + label.account),
                        Optional.of(World.STRONG),
                        "");
                tasks.add(() -> {
                    long invokedNanos = System.nanoTime();
                    Reception last = world.api.settle(request, deadline);
                    return () -> {
                        if (last instanceof Reception.Answered answered && answered.status() == 200) {
                            sawLabel(label, world.sessions.nextProcess(), answered, invokedNanos);
                            world.histories.versions.ended(label.key, label.version, label.value);
                        } else {
                            world.histories.unread.add("label " + label.key + " (" + Api.describe(last) + ")");
                        }
                    };
                });
            }
        }
        Api.all(tasks).forEach(Runnable::run);
    }

    private Statement statement(Tenant tenant, Api.Deadline deadline) {
        List<Callable<Statement.Account>> tasks = new ArrayList<>();
        for (String account : accounts.getOrDefault(tenant.name(), List.of())) {
            tasks.add(() -> {
                String path = tenant.path("/accounts/" + account);
                long balance =
                        read(tenant, path, deadline).getJsonObject("data").getLong("balance");
                return new Statement.Account(account, opening, balance, postings(tenant, account, path, deadline));
            });
        }
        return new Statement(tenant.name(), Api.all(tasks));
    }

    private List<Statement.Posting> postings(Tenant tenant, String account, String path, Api.Deadline deadline) {
        List<Statement.Posting> postings = new ArrayList<>();
        String first = path + "/ledger?limit=" + LEDGER_PAGE;
        for (String target = first; !target.isEmpty(); ) {
            JsonObject page = read(tenant, target, deadline);
            JsonArray lines = page.getJsonArray("data");
            for (int i = 0; i < lines.size(); i++) {
                JsonObject line = lines.getJsonObject(i);
                // The opening balance is posted under the account's own id.
                if (!line.getString("posting").equals(account)) {
                    postings.add(
                            new Statement.Posting(UUID.fromString(line.getString("posting")), line.getLong("amount")));
                }
            }
            String next = page.getString("next");
            target = next == null ? "" : first + "&after=" + next;
        }
        return postings;
    }

    private JsonObject read(Tenant tenant, String target, Api.Deadline deadline) {
        return world.api
                .expect(world.read(tenant.home(), tenant, target, Optional.of(World.STRONG), ""), deadline, 200)
                .body()
                .toJsonObject();
    }

    /** Empty when it was not asked for. */
    Optional<Ledgers> ledgers() {
        return ledgers;
    }
}

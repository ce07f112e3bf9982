package dev.cellmesh.load.operation;

import dev.cellmesh.load.check.Effects;
import dev.cellmesh.load.check.Finding;
import dev.cellmesh.load.check.History;
import dev.cellmesh.load.check.JepsenJson;
import dev.cellmesh.load.check.Ledgers;
import dev.cellmesh.load.check.Linearizability;
import dev.cellmesh.load.check.Sessions;
import dev.cellmesh.load.check.Versions;
import dev.cellmesh.load.scenario.Scenario;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The workload of a scenario: its operations, the parts they need, and the checks it asks for. */
final class ScenarioWorkload implements Workload {
    static final List<String> CHECKS = List.of(
            Sessions.READ_YOUR_WRITES,
            Sessions.MONOTONIC_READS,
            Versions.NAME,
            Effects.NAME,
            Ledgers.CONSERVATION,
            Linearizability.NAME);

    /** A thousand tenants with twenty accounts each, across oceans, take half of it. */
    private static final Duration PREPARE_LIMIT = Duration.ofMinutes(5);
    /** As long as a killed cell needs to come back, several times over. With the next one less than what a run waits for. */
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(60);
    /** Two million ledger entries take a minute. */
    private static final Duration AUDIT_LIMIT = Duration.ofSeconds(110);
    /** More files than that help nobody. */
    private static final int REGISTER_FILES_MAX = 50;

    private final Vertx vertx;
    private final Api api;
    private final World world;
    private final Accounts accounts;
    private final Set<Part> parts = new LinkedHashSet<>();
    private final Map<String, Operation> operations = new LinkedHashMap<>();

    ScenarioWorkload(Scenario scenario, Vertx vertx, String run) {
        this.vertx = vertx;
        this.api = new Api(vertx, scenario.client().trustAll());
        this.world = new World(scenario, api, run);
        this.accounts = new Accounts(world);
        List<Part> all = List.of(accounts, new Names(world), new Products(world), new Reactions(world));
        for (Scenario.OperationSpec spec : scenario.operations()) {
            operations.put(spec.name(), new Guarded(operation(spec, all), world.histories));
        }
        for (String check : scenario.checks()) {
            if (!CHECKS.contains(check)) {
                throw new IllegalArgumentException("there is no check " + check + "; there are " + CHECKS);
            }
        }
    }

    private Operation operation(Scenario.OperationSpec spec, List<Part> all) {
        if (spec.kind().equals(HttpOperation.KIND)) {
            return new HttpOperation(world, spec);
        }
        for (Part part : all) {
            if (spec.kind().startsWith(part.service() + ".")) {
                parts.add(part);
                return part.operation(spec);
            }
        }
        throw new IllegalArgumentException("operation " + spec.name() + ": there is no kind " + spec.kind()
                + "; there are http and those of payments, catalog, profiles and collab");
    }

    @Override
    public Future<Void> prepare() {
        return aside("prepare", () -> {
            Api.Deadline deadline = Api.Deadline.in(PREPARE_LIMIT);
            new MeshTarget(world).prepare(deadline);
            parts.forEach(part -> part.prepare(deadline));
            world.start();
        });
    }

    @Override
    public Operation operation(String name) {
        Operation operation = operations.get(name);
        if (operation == null) {
            throw new IllegalArgumentException("there is no operation " + name);
        }
        return operation;
    }

    @Override
    public Future<Void> settle() {
        return aside("settle", () -> {
            world.settleOpen(Api.Deadline.in(SETTLE_LIMIT));
            Api.Deadline deadline = Api.Deadline.in(AUDIT_LIMIT);
            parts.forEach(part -> part.settle(deadline));
        });
    }

    /** What blocks runs on a virtual thread, and its outcome is told on a loop. */
    private Future<Void> aside(String what, Runnable work) {
        Promise<Void> done = Promise.promise();
        Context loop = vertx.getOrCreateContext();
        Thread.ofVirtual().name("workload-" + what).start(() -> {
            try {
                work.run();
                loop.runOnContext(nothing -> done.complete());
            } catch (RuntimeException e) {
                loop.runOnContext(nothing -> done.fail(e));
            }
        });
        return done.future();
    }

    @Override
    public List<Finding> check() {
        List<Finding> findings = new ArrayList<>();
        for (String name : world.scenario.checks()) {
            findings.add(noted(check(name)));
        }
        return findings;
    }

    private Finding check(String name) {
        Histories histories = world.histories;
        return switch (name) {
            case Sessions.READ_YOUR_WRITES -> histories.sessions.readYourWrites();
            case Sessions.MONOTONIC_READS -> histories.sessions.monotonicReads();
            case Versions.NAME -> histories.versions.check();
            case Effects.NAME ->
                histories.effects.finding(
                        Effects.NAME, accounts.ledgers().map(Ledgers::note).orElse(""));
            case Ledgers.CONSERVATION ->
                accounts.ledgers()
                        .map(Ledgers::conservation)
                        .orElse(new Finding(name, 0, List.of(), 0, "no account was used"));
            case Linearizability.NAME -> Linearizability.check(histories.registers, 0);
            default -> throw new IllegalArgumentException("there is no check " + name);
        };
    }

    /** With what stayed unknown or unread, since a check that lacks something must say so. */
    private Finding noted(Finding finding) {
        List<String> notes = new ArrayList<>();
        if (!finding.note().isEmpty()) {
            notes.add(finding.note());
        }
        if (finding.checked() == 0 && finding.note().isEmpty()) {
            notes.add("nothing was there to be checked: the scenario's operations leave no such history");
        }
        boolean readsTheEnd =
                Set.of(Versions.NAME, Effects.NAME, Ledgers.CONSERVATION).contains(finding.check());
        if (readsTheEnd && !world.histories.unread.isEmpty()) {
            notes.add("not read in the end: " + world.histories.unread.size() + ", such as "
                    + world.histories.unread.getFirst());
        }
        if (world.histories.unreadable > 0) {
            notes.add(world.histories.unreadable + " answers were not as the contract has them, such as "
                    + world.histories.firstUnreadable);
        }
        if (world.stillOpen() > 0) {
            notes.add(world.stillOpen() + " writes stayed unknown, and were taken for what fits");
        }
        return new Finding(
                finding.check(),
                finding.checked(),
                finding.violations(),
                finding.violationCount(),
                String.join("; ", notes));
    }

    @Override
    public void writeHistories(Path folder) {
        Histories histories = world.histories;
        try {
            Files.createDirectories(folder);
            for (String check : world.scenario.checks()) {
                switch (check) {
                    case Sessions.READ_YOUR_WRITES, Sessions.MONOTONIC_READS ->
                        write(histories.sessions.history(), folder, check);
                    case Versions.NAME -> write(histories.versions.history(), folder, check);
                    case Effects.NAME -> {
                        write(histories.transfers.history(), folder, check);
                        write(histories.products, folder, check + "-products");
                        write(histories.reactions, folder, check + "-reactions");
                    }
                    case Ledgers.CONSERVATION -> write(histories.transfers.history(), folder, check);
                    case Linearizability.NAME -> {
                        write(histories.registers, folder, check);
                        writeRegisters(histories.registers, folder);
                    }
                    default -> throw new IllegalArgumentException("there is no check " + check);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("histories cannot be written to " + folder + ": " + e.getMessage(), e);
        }
    }

    private static void write(History history, Path folder, String name) throws IOException {
        if (history.size() > 0) {
            JepsenJson.writeLines(history, folder.resolve(name + ".jsonl"));
        }
    }

    private static void writeRegisters(History registers, Path folder) throws IOException {
        List<String> keys = registers.keys();
        for (int i = 0; i < Math.min(REGISTER_FILES_MAX, keys.size()); i++) {
            JepsenJson.writeArray(registers, keys.get(i), 0, folder.resolve("register-" + (i + 1) + ".json"));
        }
    }

    @Override
    public void close() {
        api.close();
    }
}

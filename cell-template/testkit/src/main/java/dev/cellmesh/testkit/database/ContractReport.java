package dev.cellmesh.testkit.database;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/**
 * Which parts of the contract did a database keep?
 *
 * @param subject what was tried out, as key and value in the order to be shown
 * @param outcomes in the order of the run
 */
public record ContractReport(List<Fact> subject, List<Outcome> outcomes) {
    public enum Status {
        KEPT,
        BROKEN,
        /** Not tried, with a reason. */
        SKIPPED
    }

    public record Fact(String name, String value) {}

    /** @param reason why it is not {@link Status#KEPT}; empty when it is */
    public record Outcome(String contract, String test, Status status, String reason, long millis) {}

    public ContractReport {
        subject = List.copyOf(subject);
        outcomes = List.copyOf(outcomes);
    }

    /** Something was tried, and nothing was broken. */
    public boolean isKept() {
        return count(Status.KEPT) > 0 && count(Status.BROKEN) == 0;
    }

    public long count(Status status) {
        return outcomes.stream().filter(outcome -> outcome.status() == status).count();
    }

    public String toJson() {
        JsonObject facts = new JsonObject();
        subject.forEach(fact -> facts.put(fact.name(), fact.value()));
        JsonArray tests = new JsonArray();
        for (Outcome outcome : outcomes) {
            tests.add(new JsonObject()
                    .put("contract", outcome.contract())
                    .put("test", outcome.test())
                    .put("status", lower(outcome.status()))
                    .put("reason", outcome.reason())
                    .put("millis", outcome.millis()));
        }
        JsonObject report = new JsonObject().put("subject", facts).put("kept", isKept());
        for (Status status : Status.values()) {
            report.put(lower(status) + "Count", count(status));
        }
        return report.put("tests", tests).encodePrettily();
    }

    public String toText() {
        StringBuilder text = new StringBuilder();
        subject.forEach(fact ->
                text.append(fact.name()).append(": ").append(fact.value()).append('\n'));
        String contract = "";
        for (Outcome outcome : outcomes) {
            if (!outcome.contract().equals(contract)) {
                contract = outcome.contract();
                text.append('\n').append(contract).append('\n');
            }
            text.append("  %-7s  %s (%d ms)%n".formatted(lower(outcome.status()), outcome.test(), outcome.millis()));
            if (!outcome.reason().isEmpty()) {
                text.append("           ")
                        .append(outcome.reason().lines().findFirst().orElse(""))
                        .append('\n');
            }
        }
        return text.append("\n%s: %d kept, %d broken, %d skipped%n"
                        .formatted(
                                isKept() ? "KEPT" : "NOT KEPT",
                                count(Status.KEPT),
                                count(Status.BROKEN),
                                count(Status.SKIPPED)))
                .toString();
    }

    private static String lower(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}

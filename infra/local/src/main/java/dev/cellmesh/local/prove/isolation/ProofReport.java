package dev.cellmesh.local.prove.isolation;

import dev.cellmesh.local.prove.Finding;
import dev.cellmesh.local.prove.isolation.IsolationProof.Found;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What did a proof find, for scripts? Names are a promise to them. */
public final class ProofReport {
    private ProofReport() {}

    public static JsonObject toJson(Scale scale, long seed, List<Found> found) {
        JsonArray checks = new JsonArray();
        found.forEach(check -> checks.add(new JsonObject()
                .put("check", check.check())
                .put("purpose", check.purpose())
                .put("tookSeconds", check.took().toSeconds())
                .put("holds", check.findings().stream().allMatch(Finding::holds))
                .put("findings", findings(check))));
        return new JsonObject()
                .put("promise", "isolation")
                .put("percent", scale.percent())
                .put("seed", seed)
                .put("cores", Runtime.getRuntime().availableProcessors())
                .put("checks", checks);
    }

    private static JsonArray findings(Found check) {
        JsonArray all = new JsonArray();
        check.findings()
                .forEach(finding -> all.add(new JsonObject()
                        .put("what", finding.name())
                        .put("goal", finding.goal())
                        .put("seen", finding.seen())
                        .put("holds", finding.holds())));
        return all;
    }
}

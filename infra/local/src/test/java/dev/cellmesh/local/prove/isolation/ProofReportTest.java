package dev.cellmesh.local.prove.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.local.prove.Finding;
import dev.cellmesh.local.prove.isolation.IsolationProof.Found;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProofReportTest {
    @Test
    void aCheckHoldsWhenAllItFoundDoes() {
        Found good = new Found("a", "", Duration.ofSeconds(3), List.of(new Finding("x", "0", "0", true)));
        Found bad = new Found(
                "b",
                "",
                Duration.ofSeconds(4),
                List.of(new Finding("y", "0", "0", true), new Finding("z", "0", "1", false)));

        JsonObject report = ProofReport.toJson(new Scale(5), 1, List.of(good, bad));

        assertThat(report.getInteger("percent")).isEqualTo(5);
        assertThat(report.getJsonArray("checks").getJsonObject(0).getBoolean("holds"))
                .isTrue();
        assertThat(report.getJsonArray("checks").getJsonObject(1).getBoolean("holds"))
                .isFalse();
    }
}

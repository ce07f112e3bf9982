package dev.cellmesh.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.testkit.database.ContractReport;
import dev.cellmesh.testkit.database.ContractReport.Fact;
import dev.cellmesh.testkit.database.ContractReport.Outcome;
import dev.cellmesh.testkit.database.ContractReport.Status;
import dev.cellmesh.testkit.database.ContractRun;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Does the contract run outside of a build, and does its report tell the truth? Against a ring, which is always there. */
class ContractRunIT {
    private static final List<Fact> SUBJECT = List.of(new Fact("database", "PostgreSQL"));

    @Test
    void aRingKeepsTheContractAndWhatCannotBeTriedIsSkipped() {
        List<Outcome> told = new ArrayList<>();

        List<Outcome> outcomes = ContractRun.run(RingWithoutFaults::new, List.of(), told::add);

        ContractReport report = new ContractReport(SUBJECT, outcomes);
        assertThat(told).isEqualTo(outcomes);
        assertThat(outcomes)
                .as(report.toText())
                .allSatisfy(outcome -> assertThat(outcome.status())
                        .isEqualTo(
                                outcome.contract().equals("RegionalDatabaseContract") ? Status.KEPT : Status.SKIPPED));
        assertThat(outcomes)
                .filteredOn(outcome -> outcome.status() == Status.SKIPPED)
                .isNotEmpty()
                .allMatch(outcome -> !outcome.reason().isBlank());
        assertThat(report.isKept()).isTrue();
        assertThat(outcomes.stream().map(Outcome::contract).distinct())
                .containsExactlyInAnyOrder("RegionalDatabaseContract", "RegionalDatabaseFaultContract");
        JsonObject json = new JsonObject(report.toJson());
        assertThat(json.getBoolean("kept")).isTrue();
        assertThat(json.getJsonArray("tests")).hasSameSizeAs(outcomes);
        assertThat(json.getJsonObject("subject").getString("database")).isEqualTo("PostgreSQL");
    }

    @Test
    void aDatabaseThatCannotBeStartedKeepsNothing() {
        List<Outcome> outcomes = ContractRun.run(
                () -> {
                    throw new IllegalStateException("not there");
                },
                List.of(),
                outcome -> {});

        ContractReport report = new ContractReport(SUBJECT, outcomes);
        assertThat(report.isKept()).isFalse();
        assertThat(outcomes).hasSize(2).allMatch(outcome -> outcome.status() == Status.BROKEN);
        assertThat(report.toText()).contains("NOT KEPT", "not there");
    }

    @Test
    void whatWasOnlySkippedIsNotKept() {
        ContractReport report =
                new ContractReport(SUBJECT, List.of(new Outcome("c", "t", Status.SKIPPED, "no such fault", 0)));

        assertThat(report.isKept()).isFalse();
    }

    /** They have tests of their own. */
    private static final class RingWithoutFaults extends RingUnderTest {
        RingWithoutFaults() throws Exception {}

        @Override
        public Set<Fault> faults() {
            return Set.of();
        }
    }
}

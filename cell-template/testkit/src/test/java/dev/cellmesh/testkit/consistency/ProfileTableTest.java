package dev.cellmesh.testkit.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.profile.ConflictRule;
import dev.cellmesh.model.profile.Level;
import dev.cellmesh.model.profile.Precondition;
import dev.cellmesh.model.profile.ReadProfile;
import dev.cellmesh.model.profile.Residence;
import dev.cellmesh.model.profile.WriteProfile;
import dev.cellmesh.runtime.consistency.PublishedProfile;
import dev.cellmesh.runtime.consistency.PublishedProfiles;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileTableTest {
    private static final String BASE = "/v1/tenants/{tenant}";

    @Test
    void eachOperationIsOneRowWithAsManyCellsAsTheHead() {
        ReadProfile read = ReadProfile.of(
                        "product", Residence.HOME, ConflictRule.VERSION, Level.bounded(Duration.ofSeconds(60)))
                .servingOlder()
                .cacheableFor(Duration.ofSeconds(30));
        WriteProfile write = new WriteProfile(
                "product", Residence.HOME, ConflictRule.VERSION, Durability.QUORUM, Precondition.REQUIRED);
        String table = ProfileTable.of(new PublishedProfiles(List.of(
                new PublishedProfile("catalog", "change", "PUT", BASE + "/products/{product}", write),
                new PublishedProfile("catalog", "read", "GET", BASE + "/products/{product}", read))));
        List<String> lines = table.lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines).allMatch(line -> line.chars().filter(c -> c == '|').count() == 11);
        assertThat(lines.get(2)).startsWith("| read | `GET /products/{product}` | product | home | bounded;");
        assertThat(lines.get(2)).endsWith("| 30 s |");
        assertThat(lines.get(3)).contains("| durability quorum |", "| required |");
    }

    @Test
    void onlyWhatIsBetweenTheMarkersChanges() {
        String readme = "# a\n" + ProfileTable.BEGIN + "\nold\n" + ProfileTable.END + "\nrest\n";
        String written = ProfileTable.within(readme, "new\n").orElseThrow();
        assertThat(written).isEqualTo(readme.replace("old", "new"));
        assertThat(ProfileTable.within(written, "new\n")).contains(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ProfileTable.BEGIN,
                ProfileTable.END,
                ProfileTable.END + ProfileTable.BEGIN,
                ProfileTable.BEGIN + ProfileTable.BEGIN + ProfileTable.END,
                ProfileTable.BEGIN + ProfileTable.END + ProfileTable.END
            })
    void withoutItsMarkersNothingIsWritten(String readme) {
        assertThat(ProfileTable.within(readme, "table\n")).isEmpty();
    }
}

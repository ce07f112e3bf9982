package dev.cellmesh.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CockroachLocalitiesTest {
    private static final List<String> REGIONS = List.of("us-east1", "europe-west1", "asia-southeast1");

    @Test
    void theDatabaseGetsItsRegionsOneByOneAndThenItsGoal() {
        assertThat(CockroachLocalities.databaseStatements("cellmesh", REGIONS))
                .containsExactly(
                        "ALTER DATABASE cellmesh SET PRIMARY REGION \"us-east1\"",
                        "ALTER DATABASE cellmesh ADD REGION IF NOT EXISTS \"europe-west1\"",
                        "ALTER DATABASE cellmesh ADD REGION IF NOT EXISTS \"asia-southeast1\"",
                        "ALTER DATABASE cellmesh SURVIVE REGION FAILURE");
    }

    @Test
    void theKeyDecidesWhoseRowsTheyAre() {
        assertThat(CockroachLocalities.tableStatements(table("account", "", "home_region"), REGIONS))
                .last()
                .isEqualTo("ALTER TABLE account SET LOCALITY REGIONAL BY ROW AS row_region");
        assertThat(CockroachLocalities.tableStatements(table("tenant", "", "tenant_id"), REGIONS))
                .containsExactly("ALTER TABLE tenant SET LOCALITY GLOBAL");
    }

    @Test
    void whatHasALocalityIsLeftAlone() {
        assertThat(table("a", "REGIONAL BY ROW AS row_region", "home_region").needsLocality())
                .isFalse();
        assertThat(table("a", "GLOBAL", "tenant_id").needsLocality()).isFalse();
        assertThat(table("a", "REGIONAL BY TABLE IN PRIMARY REGION", "tenant_id")
                        .needsLocality())
                .isTrue();
    }

    @Test
    void noPlaceholderIsLeft() {
        assertThat(CockroachLocalities.statements("spine", Map.of())).noneMatch(sql -> sql.contains("${"));
        assertThat(CockroachLocalities.tableStatements(table("account", "", "home_region"), REGIONS))
                .noneMatch(sql -> sql.contains("${"));
    }

    @Test
    void namesThatCouldBeMoreThanNamesAreRefused() {
        assertThatThrownBy(() -> CockroachLocalities.databaseStatements("x; DROP DATABASE y", REGIONS))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static CockroachLocalities.Table table(String name, String locality, String firstKeyColumn) {
        return new CockroachLocalities.Table(name, locality, firstKeyColumn);
    }
}

package dev.cellmesh.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.migrations.CockroachLocalities.Place;
import dev.cellmesh.migrations.CockroachLocalities.Table;
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
    void theRingDecidesWhereTheRowsLive() {
        assertThat(CockroachLocalities.tableStatements(new Table("account", Place.HOME), REGIONS))
                .contains("ALTER TABLE account SET LOCALITY REGIONAL BY ROW AS row_region");
        assertThat(CockroachLocalities.tableStatements(new Table("tenant", Place.EVERYWHERE), REGIONS))
                .containsExactly("ALTER TABLE tenant SET LOCALITY GLOBAL");
    }

    @Test
    void whatHasItsLocalityIsLeftAlone() {
        Table home = new Table("account", Place.HOME);
        assertThat(CockroachLocalities.needsOne(home, "REGIONAL BY ROW AS row_region"))
                .isFalse();
        assertThat(CockroachLocalities.needsOne(home, "REGIONAL BY TABLE IN PRIMARY REGION"))
                .isTrue();
        assertThat(CockroachLocalities.needsOne(home, null)).isTrue();
        assertThat(CockroachLocalities.needsOne(new Table("tenant", Place.EVERYWHERE), "GLOBAL"))
                .isFalse();
        assertThat(CockroachLocalities.needsOne(
                        new Table("flyway_home", Place.TOGETHER), "REGIONAL BY TABLE IN PRIMARY REGION"))
                .isFalse();
    }

    @Test
    void theTablesOfAMigrationAreFound() {
        assertThat(CockroachLocalities.created(CockroachLocalities.read("/db/portable/home/V1__spine.sql"), Place.HOME))
                .containsExactly(
                        new Table("writer_epoch", Place.HOME),
                        new Table("idempotency", Place.HOME),
                        new Table("outbox", Place.HOME));
    }

    @Test
    void noPlaceholderIsLeft() {
        assertThat(CockroachLocalities.statements("spine", Map.of())).noneMatch(sql -> sql.contains("${"));
        assertThat(CockroachLocalities.tableStatements(new Table("account", Place.HOME), REGIONS))
                .noneMatch(sql -> sql.contains("${"));
    }

    @Test
    void namesThatCouldBeMoreThanNamesAreRefused() {
        assertThatThrownBy(() -> CockroachLocalities.databaseStatements("x; DROP DATABASE y", REGIONS))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

package dev.cellmesh.cockroach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.cockroach.Parsed.Made;
import dev.cellmesh.cockroach.SqlText.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Does CockroachDB understand all that the project says to it, and are the rules kept that no grammar knows? */
class CockroachSqlIT {
    private static Grammar grammar;
    private static List<Parsed> all;
    private static Map<String, Made> tables;

    @BeforeAll
    static void parse() throws Exception {
        grammar = Grammar.find();
        all = grammar.parse(SqlTexts.collect(ProjectClassPath.read()).all());
        tables = new HashMap<>();
        all.stream()
                .flatMap(parsed -> parsed.statements().stream())
                .flatMap(statement -> statement.made().stream())
                .forEach(table -> tables.put(table.table(), table));
        System.out.println("CockroachDB's grammar: " + all.size() + " texts checked");
    }

    @Test
    void everyTextIsUnderstoodAndKeepsTheRules() {
        List<String> violations = new ArrayList<>();
        all.forEach(parsed -> violations.addAll(Rule.violations(parsed, tables)));

        assertThat(violations).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void thereAreTextsOfEachKind(Kind kind) {
        assertThat(all).anyMatch(parsed -> parsed.text().kind() == kind);
    }

    /** Whoever loosens a rule until it finds nothing is told so here. */
    @ParameterizedTest
    @CsvSource(delimiterString = "|", quoteCharacter = '~', textBlock = """
            ONE_TRANSACTION         | STATEMENT | SAVEPOINT here
            ONE_TRANSACTION         | STATEMENT | BEGIN
            ONE_TRANSACTION         | STATEMENT | SHOW COMMIT TIMESTAMP
            ONE_TRANSACTION         | STATEMENT | SET statement_timeout = 5
            ONE_TRANSACTION         | STATEMENT | CREATE TABLE t (a INT8 PRIMARY KEY)
            NO_PLACEHOLDER_IN_AS_OF | OLDER     | SELECT epoch FROM writer_epoch AS OF SYSTEM TIME with_min_timestamp($2::TIMESTAMPTZ, true) WHERE home_region = $1::TEXT
            AS_OF_ONCE_AT_THE_TOP   | OLDER     | SELECT a.epoch FROM (SELECT epoch FROM writer_epoch AS OF SYSTEM TIME '-5s' WHERE home_region = $1::TEXT) AS a
            AS_OF_ONLY_READS        | OLDER     | SELECT epoch FROM writer_epoch AS OF SYSTEM TIME '-5s' WHERE home_region = $1::TEXT FOR UPDATE
            AS_OF_ONLY_BY_THE_MARK  | STATEMENT | SELECT epoch FROM writer_epoch AS OF SYSTEM TIME '-5s' WHERE home_region = $1::TEXT
            CHOSEN_TIME_FOR_ONE_ROW | OLDER     | SELECT payload FROM outbox AS OF SYSTEM TIME with_max_staleness('2s', true) WHERE home_region = $1::TEXT
            CHOSEN_TIME_FOR_ONE_ROW | OLDER     | SELECT payload FROM outbox AS OF SYSTEM TIME with_max_staleness('2s', true) WHERE home_region = $1::TEXT AND event_id IN ($2::UUID, $3::UUID)
            CHOSEN_TIME_FOR_ONE_ROW | OLDER     | SELECT payload FROM outbox AS OF SYSTEM TIME with_max_staleness('2s', true) WHERE home_region = $1::TEXT OR event_id = $2::UUID
            CHOSEN_TIME_FOR_ONE_ROW | OLDER     | SELECT o.payload FROM outbox AS o, writer_epoch AS w AS OF SYSTEM TIME with_max_staleness('2s', true) WHERE o.home_region = $1::TEXT AND o.event_id = $2::UUID AND w.home_region = $1::TEXT
            CHOSEN_TIME_FOR_ONE_ROW | OLDER     | SELECT x FROM unknown AS OF SYSTEM TIME with_max_staleness('2s', true) WHERE home_region = $1::TEXT
            HOME_IS_NAMED           | STATEMENT | SELECT payload FROM outbox WHERE event_id = $1::UUID
            HOME_IS_NAMED           | STATEMENT | SELECT o.payload FROM outbox AS o JOIN writer_epoch AS w ON w.home_region = o.home_region WHERE o.home_region = $1::TEXT
            HOME_IS_NAMED           | STATEMENT | DELETE FROM outbox WHERE event_id = $1::UUID RETURNING event_id
            NO_TABLE_TWICE          | STATEMENT | WITH a AS (UPDATE writer_epoch SET epoch = 2 WHERE home_region = $1::TEXT RETURNING epoch), b AS (DELETE FROM writer_epoch WHERE home_region = $1::TEXT RETURNING epoch) SELECT a.epoch FROM a, b
            NO_NESTED_WRITE         | STATEMENT | SELECT b.epoch FROM (WITH a AS (DELETE FROM writer_epoch WHERE home_region = $1::TEXT RETURNING epoch) SELECT a.epoch FROM a) AS b
            COLUMNS_ARE_NAMED       | STATEMENT | SELECT * FROM writer_epoch WHERE home_region = $1::TEXT
            COLUMNS_ARE_NAMED       | STATEMENT | SELECT w.* FROM writer_epoch AS w WHERE home_region = $1::TEXT
            COLUMNS_ARE_NAMED       | STATEMENT | DELETE FROM writer_epoch WHERE home_region = $1::TEXT RETURNING *
            PARAMETERS_ARE_CAST     | STATEMENT | SELECT epoch FROM writer_epoch WHERE home_region = $1
            PARAMETERS_WITHOUT_GAPS | STATEMENT | SELECT epoch FROM writer_epoch WHERE home_region = $2::TEXT
            AN_ADVISORY_LOCK_DECIDES_NOTHING | STATEMENT | SELECT pg_advisory_xact_lock(1) AS locked
            AN_ADVISORY_LOCK_DECIDES_NOTHING | STATEMENT | SELECT pg_try_advisory_xact_lock(1) AS locked
            AN_ADVISORY_LOCK_DECIDES_NOTHING | STATEMENT | INSERT INTO writer_epoch (home_region, epoch) SELECT $1::TEXT, 1 FROM (SELECT pg_advisory_xact_lock(1)) AS l (x) ON CONFLICT (home_region) DO NOTHING RETURNING epoch
            NO_INTEGER_DIVISION     | STATEMENT | SELECT epoch / 2 AS half FROM writer_epoch WHERE home_region = $1::TEXT
            NO_INTERNALS            | ADMIN     | SELECT node_id FROM crdb_internal.gossip_nodes
            NO_INTERNALS            | ADMIN     | SELECT id FROM system.jobs
            NO_INTERNALS            | ADMIN     | SELECT crdb_internal.cluster_id()
            CONFLICT_HAS_A_TARGET   | STATEMENT | INSERT INTO writer_epoch (home_region, epoch) VALUES ($1::TEXT, 1) ON CONFLICT DO UPDATE SET epoch = 2
            A_LOCK_IS_NOT_RELIED_ON | STATEMENT | SELECT epoch FROM writer_epoch WHERE home_region = $1::TEXT FOR UPDATE
            FUNCTIONS_ARE_THERE     | STATEMENT | SELECT pg_current_wal_insert_lsn() AS lsn
            """)
    void everyRuleFindsWhatBreaksIt(Rule rule, Kind kind, String sql) throws Exception {
        Parsed bad = grammar.parse(List.of(new SqlText("bad", sql, kind))).get(0);

        assertThat(Rule.violations(bad, tables))
                .as("%s", bad)
                .anyMatch(found ->
                        found.startsWith("bad: " + rule + ": ") || bad.error().isPresent());
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "|", textBlock = """
            SELEC 1
            LISTEN events
            NOTIFY events
            SELECT 1; SELECT 2
            SELECT a FROM t WHERE b = 1 AS OF SYSTEM TIME '-5s'
            """)
    void whatIsNoSingleStatementIsRefused(String sql) throws Exception {
        Parsed bad =
                grammar.parse(List.of(new SqlText("bad", sql, Kind.STATEMENT))).get(0);

        assertThat(Rule.violations(bad, tables)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "|", quoteCharacter = '~', textBlock = """
            SELECT count(*) AS n FROM outbox WHERE home_region = $1::TEXT
            SELECT epoch::NUMERIC / 2 AS half FROM writer_epoch WHERE home_region = $1::TEXT
            SELECT o.payload FROM outbox AS o JOIN writer_epoch AS w ON w.home_region = $1::TEXT WHERE o.home_region = $1::TEXT
            """)
    void theRulesDoNotFindWhatIsRight(String sql) throws Exception {
        Parsed good =
                grammar.parse(List.of(new SqlText("good", sql, Kind.STATEMENT))).get(0);

        assertThat(Rule.violations(good, tables)).isEmpty();
    }

    /** Each table has exactly one place, by the folder of its migration, and nothing is forgotten. */
    @Test
    void everyTableHasItsLocality() {
        Map<String, String> localities = new HashMap<>();
        ofKind(Kind.SCHEMA)
                .flatMap(statement -> statement.altered().stream())
                .filter(altered -> !altered.locality().isEmpty())
                .forEach(altered -> assertThat(localities.put(altered.table(), altered.locality()))
                        .as(altered.table())
                        .isNull());

        ofKind(Kind.MIGRATION)
                .flatMap(statement -> statement.made().stream())
                .forEach(table -> assertThat(localities.get(table.table()))
                        .as(table.table())
                        .isEqualTo(Rule.isHome(table) ? "LOCALITY REGIONAL BY ROW AS row_region" : "LOCALITY GLOBAL"));
        assertThat(localities)
                .containsEntry("flyway_home", "LOCALITY REGIONAL BY TABLE IN PRIMARY REGION")
                .containsEntry("flyway_global", "LOCALITY REGIONAL BY TABLE IN PRIMARY REGION");
    }

    @Test
    void onlyHomesHaveAHomeRegionAndAllOfThemBeginTheirKeyWithIt() {
        for (Parsed parsed : all) {
            if (parsed.text().kind() == Kind.MIGRATION) {
                boolean home = parsed.text().name().startsWith("db/portable/home/");
                parsed.statements().stream()
                        .flatMap(statement -> statement.made().stream())
                        .forEach(table -> {
                            assertThat(Rule.isHome(table)).as(table.table()).isEqualTo(home);
                            assertThat(table.columns().contains(Rule.HOME))
                                    .as(table.table())
                                    .isEqualTo(home);
                        });
            }
        }
    }

    @Test
    void theDatabaseSurvivesTheLossOfARegion() {
        List<Parsed.Database> said = ofKind(Kind.SCHEMA)
                .flatMap(statement -> statement.database().stream())
                .toList();

        assertThat(said.get(0)).isEqualTo(new Parsed.Database("", SqlTexts.REGIONS.get(0), true));
        assertThat(said.subList(1, 3))
                .extracting(Parsed.Database::region)
                .containsExactlyElementsOf(SqlTexts.REGIONS.subList(1, 3));
        assertThat(said.get(3).survivalGoal()).contains("REGION FAILURE");
    }

    @Test
    void answersOfKeysExpireByThemselves() {
        assertThat(made("idempotency"))
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(table ->
                        assertThat(settings(table)).as(table).contains("ttl_expiration_expression=expires_at"));
    }

    @Test
    void anIndexByTimeIsSpread() {
        assertThat(made("outbox"))
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(table -> assertThat(ofKind(Kind.SCHEMA).flatMap(statement -> statement.index().stream()))
                        .contains(new Parsed.Index(table, true)));
    }

    /** Tables of that kind, by the end of their names. */
    private static List<String> made(String kind) {
        return ofKind(Kind.MIGRATION)
                .flatMap(statement -> statement.made().stream())
                .map(Made::table)
                .filter(table -> table.endsWith(kind))
                .toList();
    }

    private static List<String> settings(String table) {
        return ofKind(Kind.SCHEMA)
                .flatMap(statement -> statement.altered().stream())
                .filter(altered -> altered.table().equals(table))
                .flatMap(altered -> altered.settings().stream())
                .toList();
    }

    private static java.util.stream.Stream<Parsed.Statement> ofKind(Kind kind) {
        return all.stream()
                .filter(parsed -> parsed.text().kind() == kind)
                .flatMap(parsed -> parsed.statements().stream());
    }
}

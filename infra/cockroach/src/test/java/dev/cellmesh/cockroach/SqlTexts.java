package dev.cellmesh.cockroach;

import dev.cellmesh.cockroach.SqlText.Kind;
import dev.cellmesh.migrations.Migrations;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Position.ClockPosition;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.database.CockroachTexts;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which SQL texts can the project send to CockroachDB? All of them, found in what the modules consist of: SQL files, literals in
 * class files, and what is made of these. What is only for PostgreSQL says so by its place: a folder or package
 * {@code postgres}, or a class {@code Postgres...}.
 */
final class SqlTexts {
    static final List<String> REGIONS = List.of("us-east1", "europe-west1", "asia-southeast1");

    /** One of each, with everything that can make the text differ. */
    static final List<ReadLevel> LEVELS = List.of(
            ReadLevel.STRONG,
            ReadLevel.GLOBAL,
            ReadLevel.EVENTUAL,
            new ReadLevel.Bounded(Duration.ofSeconds(2)),
            new ReadLevel.Bounded(Duration.ofSeconds(60)),
            new ReadLevel.Session(seen()),
            new ReadLevel.Causal(Optional.empty()),
            new ReadLevel.Causal(Optional.of(seen())));

    /** A cluster that is asked prepares no read of the future. */
    private static final Instant NOW = Instant.now();

    private static final Pattern FOR_POSTGRES = Pattern.compile("(^|/)postgres/|(^|/)Postgres[^/]*$");
    private static final String HOME = "db/portable/home/";
    private static final String GLOBAL = "db/portable/global/";
    private static final String PORTABLE = "db/portable/";
    private static final String COCKROACH = "db/cockroach/";

    /** What a literal begins with that is a statement, or the first part of one; an HTTP method has nothing behind it. */
    private static final Pattern STATEMENT = Pattern.compile(
            "(?:SELECT|INSERT|UPSERT|UPDATE|DELETE|WITH|CREATE|ALTER|DROP|TRUNCATE|GRANT|REVOKE|SHOW|SET|RESET|BEGIN|COMMIT"
                    + "|ROLLBACK|SAVEPOINT|RELEASE|LOCK|LISTEN|NOTIFY|UNLISTEN|EXPLAIN|ANALYZE|VALUES|CALL|EXECUTE|PREPARE"
                    + "|IMPORT|BACKUP|RESTORE|COPY|USE)\\s.*|BEGIN|COMMIT|ROLLBACK",
            Pattern.DOTALL);

    /** Joined with values: only where an administrator or the schema speaks, never where requests are served. */
    private static final Pattern MAY_JOIN = Pattern.compile("dev/cellmesh/(?:migrations|local|testkit)/.*");

    private static final Pattern BLANK = Pattern.compile("\\?");

    private final List<SqlText> all = new ArrayList<>();
    private final List<String> escaped = new ArrayList<>();
    private final List<String> files;

    private SqlTexts(ProjectClassPath project) {
        files = project.names(name -> name.endsWith(".sql"));
        for (String file : files) {
            addFile(file, new String(project.bytes(file), StandardCharsets.UTF_8));
        }
        addSchema();
        for (String name : project.names(name -> name.endsWith(".class"))) {
            if (!FOR_POSTGRES.matcher(name).find()) {
                ClassStrings.of(project.bytes(name)).forEach(literal -> addLiteral(name, literal));
            }
        }
    }

    static SqlTexts collect(ProjectClassPath project) {
        return new SqlTexts(project);
    }

    List<SqlText> all() {
        return all;
    }

    /** Texts that are put together at run time where no such thing may be, so that nobody knows what is sent. */
    List<String> escaped() {
        return escaped;
    }

    /** Every SQL file of the modules, those for PostgreSQL included. */
    List<String> files() {
        return files;
    }

    static boolean isForPostgres(String file) {
        return FOR_POSTGRES.matcher(file).find();
    }

    private void addFile(String file, String sql) {
        if (isForPostgres(file) || file.startsWith(COCKROACH)) {
            // The latter have placeholders, and come in by what is made of them.
            return;
        }
        if (file.startsWith(PORTABLE)) {
            all.add(new SqlText(file, sql, Kind.MIGRATION));
        } else if (sql.stripLeading().startsWith("CREATE") || sql.contains("\nCREATE")) {
            all.add(new SqlText(file, sql, Kind.ADMIN));
        } else {
            addStatement(file, sql);
        }
    }

    private void addStatement(String name, String sql) {
        all.add(new SqlText(name, sql, Kind.STATEMENT));
        for (ReadLevel level : LEVELS) {
            CockroachTexts.older(sql, level, NOW)
                    .ifPresent(older -> all.add(new SqlText(name + " at " + level, older.sql(), Kind.OLDER)));
        }
    }

    private void addSchema() {
        List<String> statements = Migrations.cockroachLocalities("cellmesh", REGIONS, scripts(HOME), scripts(GLOBAL));
        for (int i = 0; i < statements.size(); i++) {
            all.add(new SqlText("schema " + (i + 1), statements.get(i), Kind.SCHEMA));
        }
    }

    private List<String> scripts(String folder) {
        return files.stream()
                .filter(file -> file.startsWith(folder))
                .map(file -> file.substring(folder.length()))
                .toList();
    }

    private void addLiteral(String name, String literal) {
        if (!STATEMENT.matcher(literal).matches()) {
            return;
        }
        boolean joined = literal.indexOf(ClassStrings.HOLE) >= 0;
        if (!MAY_JOIN.matcher(name).matches()) {
            if (joined) {
                escaped.add(name + ": " + literal.replace(ClassStrings.HOLE, '?'));
            } else if (literal.startsWith("SHOW ")) {
                all.add(new SqlText(name, literal, Kind.ASIDE));
            } else {
                addStatement(name, literal);
            }
        } else {
            // A name or a literal: something that is both.
            String filled = literal.replace(Character.toString(ClassStrings.HOLE), "x1");
            all.add(new SqlText(name, numbered(filled), Kind.ADMIN));
        }
    }

    /** The parameters of JDBC, as its driver sends them. */
    private static String numbered(String sql) {
        Matcher blanks = BLANK.matcher(sql);
        StringBuilder numbered = new StringBuilder();
        for (int i = 1; blanks.find(); i++) {
            blanks.appendReplacement(numbered, Matcher.quoteReplacement("$" + i));
        }
        return blanks.appendTail(numbered).toString();
    }

    private static ClockPosition seen() {
        return new ClockPosition(
                RingId.of(new Region(REGIONS.get(0))), new BigDecimal("1764000000123456001.0000000007"));
    }
}

package dev.cellmesh.cockroach;

import dev.cellmesh.cockroach.Parsed.AsOf;
import dev.cellmesh.cockroach.Parsed.Made;
import dev.cellmesh.cockroach.Parsed.Mutation;
import dev.cellmesh.cockroach.Parsed.Scan;
import dev.cellmesh.cockroach.Parsed.Statement;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What can CockroachDB be told, beyond what its grammar takes? Each rule says what it found wrong with a statement. */
enum Rule {
    /** A service's statement is one implicit transaction: no transactions, savepoints, settings or schema changes. */
    ONE_TRANSACTION {
        @Override
        Stream<String> broken(SqlText text, Statement sql, Map<String, Made> tables) {
            return text.isServing() && !DATA.contains(sql.tag()) ? Stream.of(sql.tag()) : Stream.empty();
        }
    },
    /** The time is a literal or the database's own function: placeholders fail when the statement is prepared. */
    NO_PLACEHOLDER_IN_AS_OF {
        @Override
        Stream<String> broken(SqlText text, Statement sql, Map<String, Made> tables) {
            return sql.asOf().stream().filter(AsOf::hasPlaceholder).map(AsOf::text);
        }
    },
    /** One time for the whole statement, said at its top. */
    AS_OF_ONCE_AT_THE_TOP {
        @Override
        Stream<String> broken(SqlText text, Statement sql, Map<String, Made> tables) {
            return Stream.concat(
                    sql.asOf().stream().skip(1).map(AsOf::text),
                    sql.asOf().stream().filter(asOf -> !asOf.isTop()).map(AsOf::text));
        }
    },
    /** The past cannot be changed or locked. */
    AS_OF_ONLY_READS {
        @Override
        Stream<String> broken(SqlText text, Statement sql, Map<String, Made> tables) {
            return sql.asOf().isEmpty()
                    ? Stream.empty()
                    : Stream.concat(sql.mutations().stream().map(Mutation::table), sql.locking().stream());
        }
    },
    /** Statements do not say it themselves: the level decides it, by the mark. */
    AS_OF_ONLY_BY_THE_MARK {
        @Override
        Stream<String> broken(SqlText text, Statement sql, Map<String, Made> tables) {
            return text.kind() == SqlText.Kind.STATEMENT ? sql.asOf().stream().map(AsOf::text) : Stream.empty();
        }
    },
    /** Where the database chooses the time, it reads one row by its whole primary key, and so one range. */
    CHOSEN_TIME_FOR_ONE_ROW {
        @Override
        Stream<String> broken(SqlText text, Statement sql, Map<String, Made> tables) {
            if (sql.asOf().stream().noneMatch(asOf -> CHOSEN_BY_THE_DATABASE.contains(asOf.function()))) {
                return Stream.empty();
            }
            if (sql.composed() || sql.scans().size() != 1) {
                return Stream.of("more than one table");
            }
            Scan scan = sql.scans().get(0);
            Made table = tables.get(scan.table());
            if (table == null || table.primaryKey().isEmpty()) {
                return Stream.of("no primary key is known of " + scan.table());
            }
            Set<String> open = new TreeSet<>(table.primaryKey());
            open.removeAll(scan.fixed());
            return open.stream();
        }
    },
    /** The region of the rows is computed from it: without it, every region is asked. */
    HOME_IS_NAMED {
        @Override
        Stream<String> broken(SqlText text, Statement sql, Map<String, Made> tables) {
            return text.isServing()
                    ? sql.scans().stream()
                            .filter(scan -> isHome(tables.get(scan.table())))
                            .filter(scan -> !scan.fixed().contains(HOME))
                            .map(Scan::table)
                    : Stream.empty();
        }
    },
    /** Refused by the database, because it would not see its own change. */
    NO_TABLE_TWICE {
        @Override
        Stream<String> broken(SqlText text, Statement sql, Map<String, Made> tables) {
            Set<String> seen = new HashSet<>();
            return sql.mutations().stream().map(Mutation::table).filter(table -> !seen.add(table));
        }
    },
    /** Only the WITH list at the top of a statement may write. */
    NO_NESTED_WRITE {
        @Override
        Stream<String> broken(SqlText text, Statement sql, Map<String, Made> tables) {
            return sql.mutations().stream().filter(Mutation::nested).map(Mutation::table);
        }
    },
    /** A new column would change the result of a prepared statement, which is then refused. */
    COLUMNS_ARE_NAMED {
        @Override
        Stream<String> broken(SqlText text, Statement sql, Map<String, Made> tables) {
            return sql.stars().stream();
        }
    },
    /** What cannot be inferred is guessed, differently by the two databases. */
    PARAMETERS_ARE_CAST {
        @Override
        Stream<String> broken(SqlText text, Statement sql, Map<String, Made> tables) {
            return text.isServing()
                    ? sql.placeholders().stream()
                            .filter(number -> !sql.typed().contains(number))
                            .map(number -> "$" + number)
                    : Stream.empty();
        }
    },
    /** $1, $2, ... without a gap: a gap has no type. */
    PARAMETERS_WITHOUT_GAPS {
        @Override
        Stream<String> broken(SqlText text, Statement sql, Map<String, Made> tables) {
            return Stream.iterate(1, number -> number + 1)
                    .limit(sql.placeholders().stream()
                            .mapToInt(Integer::intValue)
                            .max()
                            .orElse(0))
                    .filter(number -> !sql.placeholders().contains(number))
                    .map(number -> "$" + number);
        }
    },
    /**
     * They do nothing there, and say that they were got. So one may only be tried, and only where the statement also claims a key
     * by ON CONFLICT DO NOTHING, which decides the same by itself, a little later.
     */
    AN_ADVISORY_LOCK_DECIDES_NOTHING {
        @Override
        Stream<String> broken(SqlText text, Statement sql, Map<String, Made> tables) {
            boolean claims = sql.mutations().stream()
                    .anyMatch(mutation -> mutation.conflict().equals("nothing") && mutation.hasTarget());
            return sql.functions().stream()
                    .filter(function -> function.contains("advisory"))
                    .filter(function -> !(claims && function.equals("pg_try_advisory_xact_lock")));
        }
    },
    /** Integers divided are a decimal there, and an integer in PostgreSQL. */
    NO_INTEGER_DIVISION {
        @Override
        Stream<String> broken(SqlText text, Statement sql, Map<String, Made> tables) {
            return sql.divisions().stream()
                    .filter(division -> !division.fractional())
                    .map(Parsed.Division::text);
        }
    },
    /** Closed from version 26.1 on, and never promised. */
    NO_INTERNALS {
        @Override
        Stream<String> broken(SqlText text, Statement sql, Map<String, Made> tables) {
            return Stream.concat(
                    sql.relations().stream().filter(Rule::isInternal),
                    sql.functions().stream().filter(Rule::isInternal));
        }
    },
    /** DO UPDATE has to say which row is meant. */
    CONFLICT_HAS_A_TARGET {
        @Override
        Stream<String> broken(SqlText text, Statement sql, Map<String, Made> tables) {
            return sql.mutations().stream()
                    .filter(mutation -> mutation.conflict().equals("update") && !mutation.hasTarget())
                    .map(Mutation::table);
        }
    },
    /**
     * Under SERIALIZABLE a row lock is kept in memory and may be lost, so no statement may rely on it: the statement that locks
     * also writes what it decided, and the database sees to it that nothing came in between.
     */
    A_LOCK_IS_NOT_RELIED_ON {
        @Override
        Stream<String> broken(SqlText text, Statement sql, Map<String, Made> tables) {
            return text.isServing() && sql.mutations().isEmpty() ? sql.locking().stream() : Stream.empty();
        }
    },
    /** Of the functions of PostgreSQL, it has many, and not all. Look a new one up before it comes in here. */
    FUNCTIONS_ARE_THERE {
        @Override
        Stream<String> broken(SqlText text, Statement sql, Map<String, Made> tables) {
            return sql.functions().stream().filter(function -> !FUNCTIONS.contains(function) && !isTest(function));
        }
    };

    static final String HOME = "home_region";
    private static final Set<String> DATA = Set.of("SELECT", "INSERT", "UPDATE", "DELETE");
    private static final Set<String> CHOSEN_BY_THE_DATABASE = Set.of("with_min_timestamp", "with_max_staleness");

    /** See "Functions and Operators" of its documentation. */
    private static final Set<String> FUNCTIONS = Set.of(
            "abs",
            "array_agg",
            "bool_and",
            "bool_or",
            "clock_timestamp",
            "coalesce",
            "count",
            "current_database",
            "follower_read_timestamp",
            "gateway_region",
            "gen_random_uuid",
            "generate_series",
            "greatest",
            "jsonb_agg",
            "jsonb_array_elements",
            "jsonb_array_elements_text",
            "jsonb_array_length",
            "jsonb_build_array",
            "jsonb_build_object",
            "jsonb_each",
            "jsonb_each_text",
            "jsonb_object_agg",
            "jsonb_object_keys",
            "jsonb_set",
            "jsonb_strip_nulls",
            "jsonb_to_recordset",
            "jsonb_typeof",
            "least",
            "length",
            "lower",
            "max",
            "min",
            "nextval",
            "now",
            "nullif",
            "pg_sleep",
            "pg_try_advisory_xact_lock",
            "row_number",
            "setval",
            "statement_timestamp",
            "string_agg",
            "substr",
            "substring",
            "sum",
            "timezone",
            "to_char",
            "to_jsonb",
            "unnest",
            "upper",
            "version",
            "with_max_staleness",
            "with_min_timestamp");

    abstract Stream<String> broken(SqlText text, Statement sql, Map<String, Made> tables);

    /** @param tables by name, as the migrations and the contract make them */
    static List<String> violations(Parsed parsed, Map<String, Made> tables) {
        if (parsed.error().isPresent()) {
            return List.of(parsed.text().name() + ": " + parsed.error().get());
        }
        Stream<String> count = parsed.text().isOneStatement()
                        && parsed.statements().size() != 1
                ? Stream.of(parsed.text().name() + ": " + parsed.statements().size() + " statements")
                : Stream.empty();
        return Stream.concat(
                        count,
                        Arrays.stream(values())
                                .flatMap(rule -> parsed.statements().stream()
                                        .flatMap(sql -> rule.broken(parsed.text(), sql, tables))
                                        .map(what -> parsed.text().name() + ": " + rule + ": " + what)))
                .distinct()
                .toList();
    }

    static boolean isHome(Made table) {
        return table != null
                && Objects.equals(table.primaryKey().stream().findFirst().orElse(""), HOME);
    }

    private static boolean isInternal(String name) {
        return name.startsWith("crdb_internal.") || name.startsWith("system.");
    }

    /** Made by the contract classes themselves. */
    private static boolean isTest(String function) {
        return function.startsWith("contract_");
    }
}

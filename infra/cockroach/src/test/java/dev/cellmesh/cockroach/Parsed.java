package dev.cellmesh.cockroach;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What does the grammar know of a text?
 *
 * @param error empty when it was understood
 * @param statements in their order
 */
record Parsed(SqlText text, Optional<String> error, List<Statement> statements) {
    /**
     * @param tag what kind it is, such as SELECT, also when its WITH list writes
     * @param typed placeholders that are cast somewhere
     * @param composed whether it reads from more than one table
     * @param locking such as FOR UPDATE, one for each place
     */
    record Statement(
            String tag,
            List<Mutation> mutations,
            Set<Integer> placeholders,
            Set<Integer> typed,
            List<AsOf> asOf,
            List<String> functions,
            List<String> stars,
            List<Division> divisions,
            List<Scan> scans,
            List<String> locking,
            List<String> relations,
            boolean composed,
            Optional<Made> made,
            Optional<Altered> altered,
            Optional<Index> index,
            Optional<Database> database) {}

    /** @param conflict what follows ON CONFLICT: nothing, update, or the empty text for none */
    record Mutation(String table, boolean nested, String conflict, boolean hasTarget) {}

    /** @param function the empty text when it is a literal */
    record AsOf(String text, String function, boolean hasPlaceholder, boolean isTop) {}

    record Division(String text, boolean fractional) {}

    /** @param fixed columns that are equal to a parameter or a constant */
    record Scan(String table, Set<String> fixed) {}

    record Made(String table, List<String> columns, List<String> primaryKey) {}

    /** @param locality the empty text when it is not changed */
    record Altered(String table, String locality, List<String> settings) {}

    record Index(String table, boolean isSharded) {}

    /** @param survivalGoal and region: the empty text when they are not changed */
    record Database(String survivalGoal, String region, boolean isPrimary) {}

    static Parsed of(SqlText text, JsonObject answer) {
        return new Parsed(
                text,
                Optional.ofNullable(answer.getString("error")),
                list(answer.getJsonArray("statements"), Parsed::statement));
    }

    private static Statement statement(JsonObject facts) {
        return new Statement(
                facts.getString("tag"),
                list(
                        facts.getJsonArray("mutations"),
                        it -> new Mutation(
                                it.getString("table"),
                                it.getBoolean("nested"),
                                it.getString("conflict", ""),
                                it.getBoolean("target"))),
                new TreeSet<>(values(facts, "placeholders", Integer.class)),
                new TreeSet<>(values(facts, "typed", Integer.class)),
                list(
                        facts.getJsonArray("asOf"),
                        it -> new AsOf(
                                it.getString("text"),
                                it.getString("function", ""),
                                it.getBoolean("placeholder"),
                                it.getBoolean("top"))),
                values(facts, "functions", String.class),
                values(facts, "stars", String.class),
                list(
                        facts.getJsonArray("divisions"),
                        it -> new Division(it.getString("text"), it.getBoolean("fractional"))),
                list(
                        facts.getJsonArray("scans"),
                        it -> new Scan(it.getString("table"), Set.copyOf(values(it, "equals", String.class)))),
                values(facts, "locking", String.class),
                values(facts, "relations", String.class),
                facts.getBoolean("composed"),
                one(
                        facts,
                        "table",
                        it -> new Made(
                                it.getString("name"),
                                values(it, "columns", String.class),
                                values(it, "primaryKey", String.class))),
                one(
                        facts,
                        "alters",
                        it -> new Altered(
                                it.getString("table"),
                                it.getString("locality", ""),
                                it.containsKey("settings") ? values(it, "settings", String.class) : List.of())),
                one(facts, "index", it -> new Index(it.getString("table"), it.getBoolean("sharded"))),
                one(
                        facts,
                        "database",
                        it -> new Database(
                                it.getString("survivalGoal", ""),
                                it.getString("region", ""),
                                it.getBoolean("primary"))));
    }

    private static <T> Optional<T> one(JsonObject facts, String name, Function<JsonObject, T> read) {
        return Optional.ofNullable(facts.getJsonObject(name)).map(read);
    }

    private static <T> List<T> list(JsonArray array, Function<JsonObject, T> read) {
        return array.stream().map(JsonObject.class::cast).map(read).toList();
    }

    private static <T> List<T> values(JsonObject facts, String name, Class<T> type) {
        return facts.getJsonArray(name).stream().map(type::cast).toList();
    }
}

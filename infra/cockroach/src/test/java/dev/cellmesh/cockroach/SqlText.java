package dev.cellmesh.cockroach;

/**
 * What is said to CockroachDB in one go?
 *
 * @param name where it was found
 * @param kind how it is sent
 */
record SqlText(String name, String sql, Kind kind) {
    enum Kind {
        /** A statement of a service, with parameters; prepared, and one transaction of its own. */
        STATEMENT,
        /** The same statement, reading older rows at one level. */
        OLDER,
        /** Said by the program itself, in passing: one statement, not prepared. */
        ASIDE,
        /** Of an administrator, who knows what he may: tests, and tools. */
        ADMIN,
        /** A migration: several statements. */
        MIGRATION,
        /** What follows the migrations: one statement each. */
        SCHEMA
    }

    boolean isOneStatement() {
        return kind != Kind.MIGRATION;
    }

    boolean isServing() {
        return kind == Kind.STATEMENT || kind == Kind.OLDER;
    }
}

package dev.cellmesh.model.profile;

/** What becomes of two writes that did not know of each other? */
public enum ConflictRule {
    /** It is made once and never changes. */
    IMMUTABLE("immutable", "never changes"),
    /** The second one is refused: it expected another version, or finds the row taken. Nothing is ever merged. */
    VERSION("version", "the second one is refused"),
    /** One of them in the whole world wins, the other one is refused. */
    UNIQUE("unique", "one in the world wins"),
    /** Regions hold portions of an amount, and spend only their own. */
    ESCROW("escrow", "regions spend only the portions they hold"),
    /** The later one by hybrid logical clock wins, the region breaks a tie. */
    LAST_WRITER_WINS("last-writer-wins", "the later one wins"),
    /** Field by field, the later one wins. */
    FIELD_MERGE("field-merge", "the later one wins, field by field"),
    /** Additions win over removals that did not see them. */
    OBSERVED_REMOVE_SET("observed-remove-set", "both are kept; a removal removes what it saw"),
    /** Both count. */
    COUNTER("counter", "both count"),
    /** Both are kept, and shown in one order. */
    APPEND("append", "both are kept, in one order"),
    /** Both versions are kept, and a person decides. */
    HUMAN_QUEUE("human-queue", "both are kept, and a person decides");

    private final String wireName;
    private final String meaning;

    ConflictRule(String wireName, String meaning) {
        this.wireName = wireName;
        this.meaning = meaning;
    }

    public String wireName() {
        return wireName;
    }

    /** For a table that people read. */
    public String meaning() {
        return meaning;
    }
}

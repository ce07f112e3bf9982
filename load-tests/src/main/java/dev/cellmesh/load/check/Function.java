package dev.cellmesh.load.check;

import java.util.Locale;

/** What is done to a key? Named as Jepsen's models name it, so that other checkers understand a written history. */
public enum Function {
    READ,
    WRITE,
    /** Writes a value if the expected one is there. */
    CAS,
    TRANSFER,
    /** Brings something about that is counted afterwards. */
    ADD;

    private final String word = name().toLowerCase(Locale.ROOT);

    public String word() {
        return word;
    }
}

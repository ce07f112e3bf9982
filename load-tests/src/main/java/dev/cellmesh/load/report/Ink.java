package dev.cellmesh.load.report;

/** Which words stand out on a terminal? Few, and each says the same without its colour. */
enum Ink {
    PLAIN(""),
    GOOD("\u001b[32m"),
    WARNING("\u001b[33m"),
    BAD("\u001b[1;31m");

    private static final String OFF = "\u001b[0m";

    private final String on;

    Ink(String on) {
        this.on = on;
    }

    String paint(String text, boolean colour) {
        return !colour || on.isEmpty() || text.isEmpty() ? text : on + text + OFF;
    }
}

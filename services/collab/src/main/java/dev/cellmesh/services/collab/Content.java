package dev.cellmesh.services.collab;

import io.vertx.core.json.JsonObject;

/** What does a version of a document say? */
record Content(String title, String text) {
    private static final String TITLE = "title";
    private static final String TEXT = "text";

    /** From a request that its schema has passed, or from a row. */
    static Content of(JsonObject json) {
        return new Content(json.getString(TITLE), json.getString(TEXT));
    }

    JsonObject toJson() {
        return new JsonObject().put(TITLE, title).put(TEXT, text);
    }
}

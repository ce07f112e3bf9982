package dev.cellmesh.runtime.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Can all texts of a body be stored and given back? JSON lets two things through that no database takes: halves of surrogate
 * pairs, which are no Unicode, and the character zero.
 */
final class StorableText {
    private StorableText() {}

    /** Names and values, at any depth. */
    static boolean isEverywhereIn(Object json) {
        Deque<Object> open = new ArrayDeque<>();
        open.push(json);
        while (!open.isEmpty()) {
            Object next = open.pop();
            boolean storable = switch (next) {
                case CharSequence text -> isStorable(text);
                case JsonObject object -> {
                    object.forEach(field -> push(open, field.getValue()));
                    yield object.fieldNames().stream().allMatch(StorableText::isStorable);
                }
                case JsonArray array -> {
                    array.forEach(element -> push(open, element));
                    yield true;
                }
                default -> true;
            };
            if (!storable) {
                return false;
            }
        }
        return true;
    }

    private static void push(Deque<Object> open, Object value) {
        if (value != null) {
            open.push(value);
        }
    }

    private static boolean isStorable(CharSequence text) {
        return text.codePoints()
                .noneMatch(letter ->
                        letter == 0 || (letter <= Character.MAX_VALUE && Character.isSurrogate((char) letter)));
    }
}

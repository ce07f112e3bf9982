package dev.cellmesh.runtime.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Which SQL text is run? Kept as a resource file, so that a reader, a grammar check and both databases see the same text.
 *
 * @param name for logs and metrics, such as {@code payments/transfer}
 * @param text one statement with {@code $1} placeholders, each cast to its type where the type cannot be inferred
 */
public record SqlStatement(String name, String text) {

    /**
     * Loads {@code sql/<file>.sql} beside the class.
     *
     * @throws IllegalArgumentException when there is no such resource
     */
    public static SqlStatement load(Class<?> beside, String file) {
        String resource = "sql/" + file + ".sql";
        try (InputStream in = beside.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no " + resource + " beside " + beside.getName());
            }
            String folder =
                    beside.getPackageName().substring(beside.getPackageName().lastIndexOf('.') + 1);
            return new SqlStatement(folder + "/" + file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

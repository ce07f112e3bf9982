package dev.cellmesh.load.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.cellmesh.load.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * How does a script, or a later comparison, get at a run's numbers? {@code run.json} is a {@link RunSummary}; empty
 * optionals are {@code null}.
 */
public final class JsonReport {
    /** Steps of the timeline at most: an hour in seconds. Longer runs have longer steps. */
    static final int MOMENTS_MAX = 3_600;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(instants())
            .enable(SerializationFeature.INDENT_OUTPUT)
            // A newer version may say more; what it must not do is say the same differently without a new number.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private JsonReport() {}

    /** Writes, or writes over, the file. */
    public static void write(RunResult result, Path file) throws IOException {
        Files.writeString(file, text(Summing.up(result, MOMENTS_MAX)));
    }

    /**
     * @throws IOException when the file cannot be read, is no report of a run, or is of another version; its message names
     *     the file and says which
     */
    public static RunSummary read(Path file) throws IOException {
        try {
            JsonNode tree = JSON.readTree(Files.readString(file));
            if (!RunSummary.FORMAT.equals(tree.path("format").asText())) {
                throw new IOException(file + " is no report of a run");
            }
            int version = tree.path("formatVersion").asInt();
            if (version != RunSummary.VERSION) {
                throw new IOException(file + " is of format version " + version + ", and only " + RunSummary.VERSION
                        + " can be read");
            }
            return JSON.treeToValue(tree, RunSummary.class);
        } catch (JsonProcessingException broken) {
            throw new IOException(file + " is no report of a run: " + broken.getOriginalMessage(), broken);
        }
    }

    /** Any record of a report, as run.json has them. */
    public static String text(Object value) {
        try {
            return JSON.writeValueAsString(value) + "\n";
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("a record that cannot be written", bug);
        }
    }

    private static SimpleModule instants() {
        return new SimpleModule()
                .addSerializer(Instant.class, new StdSerializer<>(Instant.class) {
                    @Override
                    public void serialize(Instant value, JsonGenerator out, SerializerProvider provider)
                            throws IOException {
                        out.writeString(value.toString());
                    }
                })
                .addDeserializer(Instant.class, new StdDeserializer<>(Instant.class) {
                    @Override
                    public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
                        try {
                            return Instant.parse(in.getText());
                        } catch (DateTimeParseException notATime) {
                            return (Instant) context.handleWeirdStringValue(Instant.class, in.getText(), "not a time");
                        }
                    }
                });
    }
}

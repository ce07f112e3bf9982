package dev.cellmesh.load.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * How do other checkers get to see a history? One JSON object a line, with Jepsen's words: {@code type}, {@code process},
 * {@code f}, {@code value}, {@code time} in nanoseconds and {@code index}, and beside them {@code key} and the request's
 * {@code number}. The value of {@code cas} is {@code [expected, new]}. In the order of time; what ended unknown says {@code info}.
 */
public final class JepsenJson {
    private static final JsonFactory JSON = new JsonFactory();

    private JepsenJson() {}

    /** Two events for each operation, in the order of time; of one moment, the invocations first. */
    static void events(History history, Consumer<Event> sink) {
        Long[] boxed = LongStream.range(0, 2L * history.size()).boxed().toArray(Long[]::new);
        Arrays.sort(boxed, (one, other) -> {
            int byTime = Long.compare(time(history, one), time(history, other));
            return byTime != 0 ? byTime : Long.compare(one & 1, other & 1);
        });
        long index = 0;
        for (long at : boxed) {
            Act act = history.get((int) (at >> 1));
            boolean isInvocation = (at & 1) == 0;
            boolean isUnseen = act.function() == Function.READ && (isInvocation || act.end() != Event.Type.OK);
            sink.accept(new Event(
                    index++,
                    act.process(),
                    isInvocation ? Event.Type.INVOKE : act.end(),
                    act.function().word(),
                    act.key(),
                    isUnseen ? Optional.empty() : Optional.of(value(act)),
                    isInvocation ? act.invokedNanos() : act.endedNanos(),
                    act.number() < 0 ? "" : Long.toString(act.number())));
        }
    }

    private static long time(History history, long at) {
        int place = (int) (at >> 1);
        return (at & 1) == 0 ? history.invokedNanos(place) : history.endedNanos(place);
    }

    private static String value(Act act) {
        String value = number(act.value());
        return act.function() == Function.CAS ? "[" + number(act.expected()) + "," + value + "]" : value;
    }

    private static String number(long value) {
        return value == History.NOTHING ? "null" : Long.toString(value);
    }

    /** One JSON object a line, as Porcupine's readers and most tools like it. */
    public static void writeLines(History history, Path file) throws IOException {
        write(history, file, "", "\n", "");
    }

    /**
     * One register as one JSON array, which is what {@code elle-cli --model cas-register} reads: it knows no keys, and no first value,
     * which is therefore written before everything else.
     */
    public static void writeArray(History history, String key, long initial, Path file) throws IOException {
        int number = history.keys().indexOf(key);
        int[] places = IntStream.range(0, history.size())
                .filter(index -> history.keyNumber(index) == number)
                .toArray();
        long first = IntStream.of(places).mapToLong(history::invokedNanos).min().orElse(0);
        long newest = IntStream.of(places).mapToLong(history::process).max().orElse(0);
        History register = new History();
        register.add(new Act(
                newest + 1, Function.WRITE, key, History.NOTHING, initial, Event.Type.OK, first - 2, first - 1, -1));
        for (int place : places) {
            register.add(history.get(place));
        }
        write(register, file, "[", ",\n", "]\n");
    }

    private static void write(History history, Path file, String before, String between, String behind)
            throws IOException {
        try (Writer writer = Files.newBufferedWriter(file);
                JsonGenerator json = JSON.createGenerator(writer)) {
            json.setRootValueSeparator(null);
            json.writeRaw(before);
            events(history, event -> {
                try {
                    if (event.index() > 0) {
                        json.writeRaw(between);
                    }
                    write(json, event);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            json.writeRaw(before.isEmpty() ? "\n" : behind);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void write(JsonGenerator json, Event event) throws IOException {
        json.writeStartObject();
        json.writeNumberField("index", event.index());
        json.writeStringField("type", event.type().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("process", event.process());
        json.writeStringField("f", event.function());
        json.writeStringField("key", event.key());
        json.writeFieldName("value");
        json.writeRawValue(event.value().orElse("null"));
        json.writeNumberField("time", event.timeNanos());
        if (!event.detail().isEmpty()) {
            json.writeStringField("number", event.detail());
        }
        json.writeEndObject();
    }
}

package dev.cellmesh.load.report;

import dev.cellmesh.load.scenario.Scenario;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Were two runs asked the same? Equal for equal load: phases, mix, tenants, regions, data, faults and the client's ways. Not
 * part of it: where the target is, and what must hold, since neither changes what is sent.
 */
final class Fingerprint {
    private static final int SHOWN_BYTES = 8;

    private Fingerprint() {}

    static String of(Scenario scenario) {
        StringBuilder text = new StringBuilder();
        write(
                List.of(
                        scenario.client(),
                        scenario.groups(),
                        scenario.regions(),
                        scenario.data(),
                        scenario.operations(),
                        scenario.phases(),
                        scenario.faults()),
                text);
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, SHOWN_BYTES);
        } catch (NoSuchAlgorithmException everyJvmHasIt) {
            throw new IllegalStateException(everyJvmHasIt);
        }
    }

    /** Maps by the order of their keys, since theirs may differ from one process to the next. */
    private static void write(Object value, StringBuilder out) {
        switch (value) {
            case null -> out.append("null;");
            case Optional<?> maybe -> write(maybe.orElse(null), out);
            case Map<?, ?> map -> {
                TreeMap<String, Object> sorted = new TreeMap<>();
                map.forEach((key, of) -> sorted.put(String.valueOf(key), of));
                out.append('{');
                sorted.forEach((key, of) -> {
                    write(key, out);
                    write(of, out);
                });
                out.append('}');
            }
            case Collection<?> many -> {
                out.append('[');
                many.forEach(one -> write(one, out));
                out.append(']');
            }
            case Record record -> writeRecord(record, out);
            default -> {
                String text = value.toString();
                out.append(text.length()).append(':').append(text).append(';');
            }
        }
    }

    private static void writeRecord(Record record, StringBuilder out) {
        out.append(record.getClass().getSimpleName()).append('(');
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                component.getAccessor().trySetAccessible();
                write(component.getAccessor().invoke(record), out);
            } catch (ReflectiveOperationException notReadable) {
                throw new IllegalStateException(notReadable);
            }
        }
        out.append(')');
    }
}

package dev.cellmesh.cockroach;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which texts does a class file hold? Those of its constant pool (JVMS 4.4): every literal, whether joined by the compiler or
 * at run time. The latter have {@link #HOLE} where a value comes in.
 */
final class ClassStrings {
    /** What the compiler puts into the recipe of a concatenation for a value. */
    static final char HOLE = '\u0001';

    private static final int MAGIC = 0xCAFEBABE;

    private ClassStrings() {}

    static List<String> of(byte[] classFile) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile))) {
            if (in.readInt() != MAGIC) {
                throw new IllegalArgumentException("not a class file");
            }
            in.readInt();
            return strings(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> strings(DataInputStream in) throws IOException {
        int count = in.readUnsignedShort();
        Map<Integer, String> texts = new HashMap<>();
        List<Integer> strings = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts.put(i, in.readUTF());
                case 8 -> strings.add(in.readUnsignedShort());
                case 7, 16, 19, 20 -> in.readUnsignedShort();
                case 15 -> in.skipNBytes(3);
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.readInt();
                case 5, 6 -> {
                    in.readLong();
                    // Takes two places.
                    i++;
                }
                default -> throw new IllegalArgumentException("no such constant: " + tag);
            }
        }
        return strings.stream().map(texts::get).toList();
    }
}

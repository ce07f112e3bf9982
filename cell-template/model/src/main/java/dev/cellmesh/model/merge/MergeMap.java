package dev.cellmesh.model.merge;

import dev.cellmesh.model.Region;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What does each field hold, when regions change different fields at once? Each field is a {@link LwwRegister} of its own,
 * so that only writes of the same field compete. A removal is a write of nothing, and competes like any other.
 *
 * <p>A map with embedded registers, as in Riak's data types: Brown, Cribbs, Meiklejohn and Elliott, "Riak DT map" (PaPEC
 * 2014), with last-writer-wins in place of observed removal.
 *
 * @param fields without registers that nobody wrote; a removed field stays, as a register of nothing
 * @param <V> immutable, with equals by content and a toString that tells different values apart
 */
public record MergeMap<V>(Map<String, LwwRegister<Optional<V>>> fields) {
    /**
     * Names that one map ever had, as removed ones stay: {@link #put} refuses more. Merging cannot refuse, so regions that
     * add names at once can come to as many times as much as there are regions.
     */
    public static final int FIELDS_MAX = 256;

    public MergeMap {
        SortedMap<String, LwwRegister<Optional<V>>> copy = new TreeMap<>(fields);
        copy.values().removeIf(register -> register.written().isEmpty());
        fields = Collections.unmodifiableSortedMap(copy);
    }

    public static <V> MergeMap<V> empty() {
        return new MergeMap<>(Map.of());
    }

    /**
     * Empty when the field is new and {@value #FIELDS_MAX} are there.
     *
     * @param timestamp from {@link HybridClock#nowAfter} the field's {@link #timestamp}
     */
    public Optional<MergeMap<V>> put(Region region, String field, V value, HybridTimestamp timestamp) {
        return fields.containsKey(field) || fields.size() < FIELDS_MAX
                ? Optional.of(write(region, field, Optional.of(value), timestamp))
                : Optional.empty();
    }

    /**
     * Leaves a map as it is that never had the field.
     *
     * @param timestamp from {@link HybridClock#nowAfter} the field's {@link #timestamp}
     */
    public MergeMap<V> remove(Region region, String field, HybridTimestamp timestamp) {
        return fields.containsKey(field) ? write(region, field, Optional.empty(), timestamp) : this;
    }

    private MergeMap<V> write(Region region, String field, Optional<V> value, HybridTimestamp timestamp) {
        SortedMap<String, LwwRegister<Optional<V>>> changed = new TreeMap<>(fields);
        changed.put(field, register(field).write(region, value, timestamp));
        return new MergeMap<>(changed);
    }

    public MergeMap<V> merge(MergeMap<V> other) {
        SortedMap<String, LwwRegister<Optional<V>>> merged = new TreeMap<>(fields);
        other.fields.forEach((field, register) -> merged.merge(field, register, LwwRegister::merge));
        return new MergeMap<>(merged);
    }

    public Optional<V> value(String field) {
        return register(field).value().flatMap(value -> value);
    }

    /** The fields that hold something. */
    public SortedMap<String, V> values() {
        SortedMap<String, V> values = new TreeMap<>();
        fields.keySet().forEach(field -> value(field).ifPresent(value -> values.put(field, value)));
        return Collections.unmodifiableSortedMap(values);
    }

    /** When the field was last written or removed; {@link HybridTimestamp#ZERO} if never. */
    public HybridTimestamp timestamp(String field) {
        return register(field).timestamp();
    }

    private LwwRegister<Optional<V>> register(String field) {
        return fields.getOrDefault(field, LwwRegister.empty());
    }
}

package dev.cellmesh.model.merge;

import dev.cellmesh.model.Region;
import java.util.Comparator;
import java.util.Optional;

/**
 * Which of the values written in several regions counts? The one written last, by {@link HybridTimestamp}; of two at the
 * same time, the one of the region whose name is greater.
 *
 * <p>The last-writer-wins register of Shapiro, Preguiça, Baquero and Zawirski, "A comprehensive study of Convergent and
 * Commutative Replicated Data Types" (INRIA RR-7506, 2011), 3.2.1.
 *
 * @param written empty as long as nobody wrote
 * @param <V> immutable, with equals by content and a toString that tells different values apart
 */
public record LwwRegister<V>(Optional<Written<V>> written) {
    /**
     * What was written, when and where? A region gives a time to one write of a register only, because its write comes
     * after what its own row holds.
     */
    public record Written<V>(V value, HybridTimestamp timestamp, Region region) {
        private boolean winsOver(Written<V> other) {
            return Comparator.comparing((Written<V> one) -> one.timestamp)
                            .thenComparing(one -> one.region)
                            .thenComparing(one -> one.value.toString())
                            .compare(this, other)
                    >= 0;
        }
    }

    public static <V> LwwRegister<V> empty() {
        return new LwwRegister<>(Optional.empty());
    }

    public static <V> LwwRegister<V> of(V value, HybridTimestamp timestamp, Region region) {
        return new LwwRegister<>(Optional.of(new Written<>(value, timestamp, region)));
    }

    /**
     * Replaces what is seen here.
     *
     * @param timestamp from {@link HybridClock#nowAfter} this register's {@link #timestamp()}
     * @throws IllegalArgumentException for a time that is not after it: the write would be lost unnoticed
     */
    public LwwRegister<V> write(Region region, V value, HybridTimestamp timestamp) {
        if (written.isPresent() && !timestamp.isAfter(timestamp())) {
            throw new IllegalArgumentException("a write at " + timestamp + " cannot replace one at " + timestamp());
        }
        return of(value, timestamp, region);
    }

    public LwwRegister<V> merge(LwwRegister<V> other) {
        if (written.isEmpty()) {
            return other;
        }
        return other.written.isEmpty() || written.get().winsOver(other.written.get()) ? this : other;
    }

    public Optional<V> value() {
        return written.map(Written::value);
    }

    /** {@link HybridTimestamp#ZERO} as long as nobody wrote. */
    public HybridTimestamp timestamp() {
        return written.map(Written::timestamp).orElse(HybridTimestamp.ZERO);
    }
}

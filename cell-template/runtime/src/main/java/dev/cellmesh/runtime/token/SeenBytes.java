package dev.cellmesh.runtime.token;

import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.Position.ClockPosition;
import dev.cellmesh.model.consistency.Position.Snapshot;
import dev.cellmesh.model.consistency.Position.WalPosition;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.consistency.Seen;
import dev.cellmesh.model.merge.HybridTimestamp;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How is what a client has seen written down in few bytes, the same ones for the same content? Numbers are unsigned, seven bits
 * a byte, the lowest first; running transactions are distances from the one before.
 */
final class SeenBytes {
    private static final int WAL = 0;
    private static final int WAL_OF_REPLICA = 1;
    private static final int CLOCK = 2;

    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;
    private static final int LOWEST = MORE - 1;
    private static final BigInteger LOGICAL_UNIT = BigInteger.TEN.pow(ClockPosition.LOGICAL_DIGITS);

    private SeenBytes() {}

    static byte[] write(Seen seen) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        number(out, seen.positions().size());
        seen.positions().values().stream()
                .sorted(Comparator.comparing(position -> position.ring().name()))
                .forEach(position -> position(out, position));
        number(out, seen.clock().wallMillis());
        number(out, seen.clock().logical());
        return out.toByteArray();
    }

    /** @throws IllegalArgumentException when the bytes are not ours */
    static Seen read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            Map<RingId, Position> positions = new HashMap<>();
            for (long left = number(in); left > 0; left--) {
                Position position = position(in);
                positions.put(position.ring(), position);
            }
            HybridTimestamp clock = new HybridTimestamp(number(in), Math.toIntExact(number(in)));
            if (in.hasRemaining()) {
                throw new IllegalArgumentException(in.remaining() + " bytes too many");
            }
            return new Seen(positions, clock);
        } catch (BufferUnderflowException | ArithmeticException cutOff) {
            throw new IllegalArgumentException("cut off", cutOff);
        }
    }

    private static void position(ByteArrayOutputStream out, Position position) {
        byte[] ring = position.ring().name().getBytes(StandardCharsets.UTF_8);
        number(out, ring.length);
        out.writeBytes(ring);
        switch (position) {
            case WalPosition wal -> {
                number(out, wal.snapshot().isPresent() ? WAL_OF_REPLICA : WAL);
                number(out, wal.timeline());
                number(out, wal.lsn());
                wal.snapshot().ifPresent(snapshot -> snapshot(out, snapshot));
            }
            case ClockPosition clock -> {
                BigInteger[] parts = clock.timestamp().unscaledValue().divideAndRemainder(LOGICAL_UNIT);
                number(out, CLOCK);
                number(out, parts[0].longValueExact());
                number(out, parts[1].longValueExact());
            }
        }
    }

    private static Position position(ByteBuffer in) {
        byte[] name = new byte[size(in)];
        in.get(name);
        RingId ring = RingId.parse(new String(name, StandardCharsets.UTF_8));
        int kind = (int) number(in);
        return switch (kind) {
            case WAL -> new WalPosition(ring, (int) number(in), number(in));
            case WAL_OF_REPLICA -> new WalPosition(ring, (int) number(in), number(in), Optional.of(snapshot(in)));
            case CLOCK ->
                new ClockPosition(
                        ring,
                        new BigDecimal(
                                BigInteger.valueOf(number(in))
                                        .multiply(LOGICAL_UNIT)
                                        .add(BigInteger.valueOf(number(in))),
                                ClockPosition.LOGICAL_DIGITS));
            default -> throw new IllegalArgumentException("not a kind of position: " + kind);
        };
    }

    private static void snapshot(ByteArrayOutputStream out, Snapshot snapshot) {
        number(out, snapshot.next());
        number(out, snapshot.running().size());
        long above = snapshot.next();
        for (long running : snapshot.running().reversed()) {
            number(out, above - running);
            above = running;
        }
    }

    private static Snapshot snapshot(ByteBuffer in) {
        long next = number(in);
        int size = size(in);
        List<Long> running = new ArrayList<>();
        long above = next;
        for (int i = 0; i < size; i++) {
            above -= number(in);
            running.addFirst(above);
        }
        return new Snapshot(next, running);
    }

    private static void number(ByteArrayOutputStream out, long value) {
        long left = value;
        while (Long.compareUnsigned(left, MORE) >= 0) {
            out.write(((int) left & LOWEST) | MORE);
            left >>>= BITS;
        }
        out.write((int) left);
    }

    private static long number(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += BITS) {
            byte part = in.get();
            value |= (long) (part & LOWEST) << shift;
            if ((part & MORE) == 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than " + Long.SIZE + " bits");
    }

    /** Of something that is still to come: never more than what is there. */
    private static int size(ByteBuffer in) {
        long size = number(in);
        if (size < 0 || size > in.remaining()) {
            throw new BufferUnderflowException();
        }
        return (int) size;
    }
}

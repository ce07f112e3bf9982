package dev.cellmesh.load.agent;

import dev.cellmesh.load.agent.Messages.Interval;
import dev.cellmesh.load.record.Counts;
import dev.cellmesh.load.record.Quantity;
import dev.cellmesh.load.record.Recording;
import dev.cellmesh.load.record.Recording.Measured;
import dev.cellmesh.load.record.Tag;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** A second of an agent for the live line: latency alone, since all else comes with the recording. */
final class Intervals {
    private Intervals() {}

    static Interval write(Measured measured) {
        Histogram latency = measured.latency();
        ByteBuffer buffer = ByteBuffer.allocate(latency.getNeededByteBufferCapacity());
        int length = latency.encodeIntoCompressedByteBuffer(buffer);
        String text = Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
        return new Interval(measured.requests(), measured.attempts(), text);
    }

    /** @throws IllegalArgumentException for what an agent of this version does not send */
    static Map<Recording.Key, Measured> read(Map<String, Interval> intervals) {
        Map<Recording.Key, Measured> read = new HashMap<>();
        intervals.forEach((tag, interval) -> {
            try {
                Histogram latency = Histogram.decodeFromCompressedByteBuffer(
                        ByteBuffer.wrap(Base64.getDecoder().decode(interval.latency())), 0);
                read.put(
                        Tag.parse(tag),
                        new Measured(
                                Map.of(Quantity.LATENCY, Counts.of(latency)),
                                interval.requests(),
                                interval.attempts(),
                                0));
            } catch (DataFormatException | RuntimeException e) {
                throw new IllegalArgumentException("an interval of " + tag + " cannot be read", e);
            }
        });
        return read;
    }
}

package dev.cellmesh.load.record;

import static dev.cellmesh.load.record.Samples.SECOND;
import static dev.cellmesh.load.record.Samples.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.cellmesh.load.record.Recording.Measured;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class RecorderTest {
    private static final Series SERIES = new Series("steady", "read", "eu-central1", "all");

    @Provide
    Arbitrary<List<Sample>> samples() {
        return Samples.samples();
    }

    @Property(tries = 150)
    void everySampleIsInItsPlace(@ForAll("samples") List<Sample> samples) {
        Recording recording = Samples.record(samples, SECOND);
        assertThat(recording.generator()).isEqualTo(new Recording.Generator(samples.size(), 0, 0, 0, 1));
        assertThat(recording.cells()).hasSameSizeAs(Samples.byKey(samples));
        Samples.byKey(samples).forEach((key, some) -> {
            Measured measured = recording.cells().get(key);
            assertThat(measured.requests()).isEqualTo(some.size());
            assertThat(measured.attempts())
                    .isEqualTo(some.stream().mapToLong(Sample::attempts).sum());
            assertThat(measured.latency())
                    .isEqualTo(histogram(some.stream().map(Sample::latencyNanos).toList()));
            assertThat(measured.service())
                    .isEqualTo(histogram(some.stream().map(Sample::serviceNanos).toList()));
            assertThat(measured.lag())
                    .isEqualTo(histogram(some.stream().map(Sample::lagNanos).toList()));
            assertThat(measured.staleness())
                    .isEqualTo(histogram(some.stream()
                            .map(Sample::stalenessMillis)
                            .filter(millis -> millis >= 0)
                            .toList()));
        });
        recording
                .timeline()
                .forEach((offset, interval) -> interval.forEach((key, measured) -> assertThat(measured.requests())
                        .isEqualTo(Samples.byKey(samples).get(key).stream()
                                .filter(sample -> (sample.endNanos() - START) / SECOND * SECOND == offset)
                                .count())));
        assertThat(Recording.of(recording.timeline(), SECOND, recording.generator()))
                .isEqualTo(recording);
    }

    @Test
    void whatIsOutOfRangeIsCountedAndNotLost() {
        Recorder recorder = new Recorder(START, SECOND);
        recorder.record(Samples.sample(SERIES, Outcome.UNKNOWN, SECOND, Counts.VALUE_MAX + 1, 0));
        recorder.record(Samples.sample(SERIES, Outcome.UNKNOWN, SECOND, 1_000_000, -5));
        Measured measured = recorder.snapshot().cells().get(new Recording.Key(SERIES, Outcome.UNKNOWN, 200));
        // The first one's latency and service; the second one's lag.
        assertThat(measured.outOfRange()).isEqualTo(3);
        assertThat(measured.latency().getTotalCount()).isEqualTo(2);
        assertThat(measured.latency().getMaxValue()).isGreaterThanOrEqualTo(Counts.VALUE_MAX);
    }

    @Test
    void theLastIntervalIsTheNewestThatIsOver() {
        AtomicLong now = new AtomicLong(START);
        Recorder recorder = new Recorder(START, SECOND, now::get, Recorder.TIMELINE_BYTES_MAX);
        assertThat(recorder.lastInterval()).isEmpty();
        recorder.record(Samples.sample(SERIES, Outcome.SUCCESS, SECOND - 1, 5, 1));
        now.set(START + SECOND - 1);
        assertThat(recorder.lastInterval()).isEmpty();
        now.set(START + SECOND);
        recorder.record(Samples.sample(SERIES, Outcome.SUCCESS, SECOND, 5, 1));
        assertThat(recorder.lastInterval().values())
                .extracting(Measured::requests)
                .containsExactly(1L);
        now.set(START + 3 * SECOND);
        assertThat(recorder.lastInterval()).as("nothing ended in it").isEmpty();
    }

    @Test
    void whoIsNeverAskedLosesNothing() {
        Recorder recorder = new Recorder(START, SECOND);
        int number = Recorder.RING * 2 + 17;
        for (int i = 0; i < number; i++) {
            recorder.record(Samples.sample(SERIES, Outcome.SUCCESS, i * 1000L, 5_000, 1));
        }
        assertThat(requests(recorder.snapshot())).isEqualTo(number);
    }

    @Test
    void anotherThreadMayAskAtAnyTime() throws InterruptedException {
        Recorder recorder = new Recorder(START, SECOND);
        int number = Recorder.RING * 5;
        Thread loop = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < number; i++) {
                recorder.arrived();
                recorder.record(Samples.sample(SERIES, Outcome.SUCCESS, i * 10_000L, 5_000 + i, 1));
            }
        });
        long before = 0;
        while (loop.isAlive()) {
            long requests = requests(recorder.snapshot());
            assertThat(requests).isBetween(before, (long) number);
            before = requests;
        }
        loop.join();
        assertThat(requests(recorder.snapshot())).isEqualTo(number);
        assertThat(recorder.snapshot().generator().intended()).isEqualTo(number);
    }

    @Test
    void theLoopMakesNoObjects() {
        Recorder recorder = new Recorder(START, SECOND);
        Sample sample = Samples.sample(SERIES, Outcome.SUCCESS, 0, 5_000, 1);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().threadId();
        recorder.record(sample);
        long before = threads.getThreadAllocatedBytes(id);
        for (int i = 1; i < Recorder.RING; i++) {
            recorder.record(sample);
            recorder.arrived();
        }
        // What asking for the bytes itself takes, and no more.
        assertThat(threads.getThreadAllocatedBytes(id) - before).isLessThan(1024);
    }

    @Test
    void aTimelineThatGetsTooLargeGetsCoarserAndLosesNothing() {
        Recorder bounded = new Recorder(START, SECOND, () -> START, 40_000);
        Recorder free = new Recorder(START, SECOND);
        for (int i = 0; i < 20_000; i++) {
            Sample sample = Samples.sample(SERIES, Outcome.SUCCESS, i * 100_000_000L, 5_000_000 + i * 7919L, 1);
            bounded.record(sample);
            free.record(sample);
            if (i % 100 == 0) {
                bounded.snapshot();
            }
        }
        Recording coarse = bounded.snapshot();
        assertThat(coarse.cells()).isEqualTo(free.snapshot().cells());
        assertThat(coarse.intervalNanos()).isGreaterThan(SECOND);
        assertThat(coarse.timeline().keySet()).allMatch(offset -> offset % coarse.intervalNanos() == 0);
        assertThat(coarse.timeline().values().stream()
                        .flatMap(interval -> interval.values().stream())
                        .mapToLong(Measured::bytes)
                        .sum())
                .isLessThanOrEqualTo(40_000);
        assertThat(Recording.of(coarse.timeline(), coarse.intervalNanos(), coarse.generator()))
                .isEqualTo(coarse);
    }

    @Test
    void intervalsAreWhatALogCanSay() {
        assertThatThrownBy(() -> new Recorder(0, 1_500_000)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Recorder(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static long requests(Recording recording) {
        return recording.cells().values().stream().mapToLong(Measured::requests).sum();
    }

    private static Histogram histogram(List<Long> values) {
        Histogram histogram = Counts.histogram();
        values.forEach(value -> histogram.recordValue(Math.clamp(value, 0, Counts.VALUE_MAX)));
        return histogram;
    }
}

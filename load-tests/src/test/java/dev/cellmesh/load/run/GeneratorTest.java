package dev.cellmesh.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.load.client.PreparedRequest;
import dev.cellmesh.load.client.Reception;
import dev.cellmesh.load.client.Reception.Answered;
import dev.cellmesh.load.client.Reception.NotSent;
import dev.cellmesh.load.client.Reception.TimedOut;
import dev.cellmesh.load.client.Reception.Why;
import dev.cellmesh.load.operation.Operation;
import dev.cellmesh.load.record.Outcome;
import dev.cellmesh.load.record.Recorder;
import dev.cellmesh.load.record.Recording;
import dev.cellmesh.load.record.Recording.Measured;
import dev.cellmesh.load.scenario.Scenario;
import dev.cellmesh.load.scenario.Scenario.Retry;
import dev.cellmesh.load.schedule.ClosedLoop;
import dev.cellmesh.load.schedule.ConstantRate;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Does each arrival come to exactly one end? With a clock and a server of the test's own. */
class GeneratorTest {
    private static final URI EDGE = URI.create("http://edge");
    private static final long START = 1_000_000_000_000L;
    private static final long MILLI = 1_000_000;

    private final FakeLoop loop = new FakeLoop(START);
    private final Recorder recorder = new Recorder(START, 1_000 * MILLI);
    private final Deque<Consumer<Reception>> sent = new ArrayDeque<>();
    private final List<Throwable> broke = new ArrayList<>();
    private final Fixture.Asking asking = new Fixture.Asking(EDGE, HttpMethod.POST, "/");
    private final Scenario scenario = Fixture.scenario(
            EDGE,
            Fixture.client(1, Duration.ofSeconds(1), Fixture.NO_RETRY),
            new ConstantRate(1000, Duration.ofMillis(100)));

    private Generator generator(Retry retry, int underWayMax) {
        return new Generator(
                loop,
                (request, then) -> sent.addLast(then),
                new RetryRule(retry, InstantSource.fixed(Instant.EPOCH), new SplittableRandom(1)),
                recorder,
                asking::operation,
                underWayMax,
                broke::add);
    }

    private Mix mix() {
        return new Mix(scenario, scenario.phases().getFirst(), new SplittableRandom(1));
    }

    private void answer(int status) {
        sent.removeFirst()
                .accept(new Answered(
                        loop.nanoTime(), loop.nanoTime(), status, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer()));
    }

    private long requests(Outcome outcome) {
        return recorder.snapshot().cells().entrySet().stream()
                .filter(cell -> cell.getKey().outcome() == outcome)
                .mapToLong(cell -> cell.getValue().requests())
                .sum();
    }

    @Test
    void anArrivalBeyondTheLimitIsDroppedAndFailsTheRun() {
        Generator generator = generator(Fixture.NO_RETRY, 2);
        for (int i = 0; i < 3; i++) {
            generator.arrive(mix(), START, Optional.empty());
        }
        answer(200);
        answer(200);
        Recording recording = recorder.snapshot();
        assertThat(recording.generator().intended()).isEqualTo(3);
        assertThat(recording.generator().dropped()).isEqualTo(1);
        assertThat(requests(Outcome.SUCCESS)).isEqualTo(2);
        RunResult result = new RunResult(
                scenario,
                1,
                Instant.EPOCH,
                java.util.Map.of(),
                recording,
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                java.util.Map.of());
        assertThat(result.exitCode()).isEqualTo(ExitCode.SLO_BREACHED);
    }

    @Test
    void aLateOneIsSentAndCountsFromItsTime() {
        Generator generator = generator(Fixture.NO_RETRY, 10);
        loop.passTo(START + 5 * MILLI);
        generator.arrive(mix(), START, Optional.empty());
        generator.arrive(mix(), START + 5 * MILLI - 1000, Optional.empty());
        loop.passTo(START + 7 * MILLI);
        sent.removeFirst().accept(new TimedOut(START + 5 * MILLI, START + 7 * MILLI));
        sent.removeFirst().accept(new TimedOut(START + 5 * MILLI, START + 7 * MILLI));
        assertThat(recorder.snapshot().generator().late()).isEqualTo(1);
        assertThat(recorder.snapshot().generator().dropped()).isZero();
        Measured measured = recorder.snapshot().cells().values().iterator().next();
        assertThat(measured.latency().getMaxValue()).isBetween(6_990_000L, 7_010_000L);
        assertThat(measured.service().getMaxValue()).isBetween(1_990_000L, 2_010_000L);
        assertThat(measured.lag().getMaxValue()).isBetween(4_990_000L, 5_010_000L);
    }

    @Test
    void whatCouldNotBeSentForAReasonOfOursIsDroppedAndForOneOfTheServersIsNot() {
        Generator generator = generator(Fixture.NO_RETRY, 10);
        for (Why why : Why.values()) {
            generator.arrive(mix(), START, Optional.empty());
            sent.removeFirst().accept(new NotSent(START, START, why, ""));
        }
        assertThat(recorder.snapshot().generator().dropped()).isEqualTo(2);
        assertThat(requests(Outcome.NOT_SENT)).isEqualTo(1);
        assertThat(generator.underWay()).isZero();
    }

    @Test
    void retriesAreOneRequestWhoseServiceCountsFromTheFirstSending() {
        Generator generator = generator(new Retry(3, Duration.ofMillis(10), Duration.ofMillis(10), true), 10);
        generator.arrive(mix(), START, Optional.empty());
        answer(503);
        assertThat(sent).isEmpty();
        loop.passTo(START + 20 * MILLI);
        answer(429);
        loop.passTo(START + 40 * MILLI);
        answer(200);
        Measured measured = recorder.snapshot().cells().values().iterator().next();
        assertThat(measured.requests()).isEqualTo(1);
        assertThat(measured.attempts()).isEqualTo(3);
        assertThat(measured.service().getMaxValue()).isBetween(39_900_000L, 40_100_000L);
        assertThat(requests(Outcome.SUCCESS)).isEqualTo(1);
        assertThat(asking.settled).hasSize(1);
    }

    @Test
    void anEndSettlesWhatWaitsToBeSentAgain() {
        Generator generator = generator(new Retry(3, Duration.ofSeconds(10), Duration.ofSeconds(10), true), 10);
        generator.arrive(mix(), START, Optional.empty());
        generator.arrive(mix(), START, Optional.empty());
        answer(503);
        boolean[] idle = new boolean[1];
        generator.whenIdle(() -> idle[0] = true);
        generator.end();
        assertThat(requests(Outcome.SHED)).isEqualTo(1);
        assertThat(idle[0]).isFalse();
        answer(503);
        assertThat(requests(Outcome.SHED)).isEqualTo(2);
        assertThat(idle[0]).isTrue();
        loop.passTo(START + 20_000 * MILLI);
        assertThat(sent).isEmpty();
    }

    @Test
    void aUserDoesOneThingAtATime() {
        Set<Long> busy = new HashSet<>();
        Generator generator = new Generator(
                loop,
                (request, then) -> sent.addLast(then),
                new RetryRule(Fixture.NO_RETRY, InstantSource.fixed(Instant.EPOCH), new SplittableRandom(1)),
                recorder,
                name -> watching(busy),
                100,
                broke::add);
        Mix mix = mix();
        for (int round = 0; round < 50; round++) {
            generator.arrive(mix, START, Optional.empty());
            generator.arrive(mix, START, Optional.empty());
            answer(200);
        }
        assertThat(broke).isEmpty();
        assertThat(generator.underWay()).isEqualTo(50);
    }

    private static Operation watching(Set<Long> busy) {
        return new Operation() {
            @Override
            public String name() {
                return "watched";
            }

            @Override
            public Turn next(Turn.Who who) {
                if (!busy.add(who.user())) {
                    throw new IllegalStateException("busy");
                }
                return new Turn() {
                    @Override
                    public PreparedRequest request() {
                        return new PreparedRequest(
                                HttpMethod.GET, EDGE, "/", MultiMap.caseInsensitiveMultiMap(), Buffer.buffer());
                    }

                    @Override
                    public void settled(Reception last, long invokedNanos, boolean anyUnknown) {
                        busy.remove(who.user());
                    }
                };
            }
        };
    }

    @Test
    void theServerDoesNotChangeWhatIsAskedFor() {
        Generator generator = generator(Fixture.NO_RETRY, 1000);
        Mix quick = mix();
        for (int i = 0; i < 100; i++) {
            generator.arrive(quick, START, Optional.empty());
            answer(200);
        }
        List<String> first = List.copyOf(asking.tenants);
        asking.tenants.clear();
        Mix slow = mix();
        for (int i = 0; i < 100; i++) {
            generator.arrive(slow, START, Optional.empty());
        }
        assertThat(asking.tenants).isEqualTo(first);
    }

    @Test
    void aClosedUserWaitsForTheAnswerAndThinks() {
        Generator generator = generator(Fixture.NO_RETRY, 10);
        int[] ended = new int[1];
        new ClosedUsers(
                        loop,
                        generator,
                        mix(),
                        new ClosedLoop(1, Duration.ofMillis(10), Duration.ofMillis(100)),
                        START,
                        () -> ended[0]++)
                .start();
        loop.passTo(START + 50 * MILLI);
        assertThat(sent).hasSize(1);
        answer(200);
        loop.passTo(START + 59 * MILLI);
        assertThat(sent).isEmpty();
        loop.passTo(START + 60 * MILLI);
        assertThat(sent).hasSize(1);
        loop.passTo(START + 95 * MILLI);
        answer(200);
        loop.passTo(START + 200 * MILLI);
        assertThat(sent).isEmpty();
        assertThat(ended[0]).isEqualTo(1);
        assertThat(recorder.snapshot().generator().intended()).isEqualTo(2);
    }
}

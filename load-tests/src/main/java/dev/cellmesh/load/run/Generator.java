package dev.cellmesh.load.run;

import dev.cellmesh.load.operation.Operation;
import dev.cellmesh.load.operation.Operation.Turn;
import dev.cellmesh.load.record.Recorder;
import dev.cellmesh.load.record.Sample;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Turns arrivals into requests and requests into samples. All on one loop. Each arrival comes to exactly one end: a sample, or
 * one that was dropped, which fails the run.
 */
final class Generator implements Exchange.Surroundings {
    /** Sent later than this after its time, a request is late. */
    static final long LATE_NANOS = 1_000_000;

    private final Loop loop;
    private final Sender sender;
    private final RetryRule retries;
    private final Recorder recorder;
    private final Function<String, Operation> operations;
    private final int underWayMax;
    private final Consumer<Throwable> broke;

    private final Users users = new Users();
    private final Map<String, Operation> known = new HashMap<>();
    private final Set<Exchange> underWay = new HashSet<>();
    private Runnable idle = () -> {};
    private boolean ending;

    /**
     * @param operations by name
     * @param underWayMax requests that are not settled; an arrival beyond is dropped
     * @param broke told of a mistake of the harness itself
     */
    Generator(
            Loop loop,
            Sender sender,
            RetryRule retries,
            Recorder recorder,
            Function<String, Operation> operations,
            int underWayMax,
            Consumer<Throwable> broke) {
        this.loop = loop;
        this.sender = sender;
        this.retries = retries;
        this.recorder = recorder;
        this.operations = operations;
        this.underWayMax = underWayMax;
        this.broke = broke;
    }

    /** @param then done when it came to its end, whichever */
    void arrive(Mix mix, long intendedNanos, Optional<String> operation, Runnable then) {
        recorder.arrived();
        Mix.Draw draw = mix.draw(operation);
        if (underWay.size() >= underWayMax) {
            recorder.dropped(1);
            then.run();
            return;
        }
        Users.User user = users.take(draw.tenant());
        try {
            Turn turn = known.computeIfAbsent(draw.series().operation(), operations)
                    .next(new Turn.Who(
                            draw.tenant(),
                            draw.series().region(),
                            draw.series().group(),
                            user.number(),
                            intendedNanos,
                            mix.random()));
            Exchange exchange = new Exchange(this, turn, draw.series(), user, intendedNanos, then);
            underWay.add(exchange);
            exchange.send();
        } catch (RuntimeException bug) {
            broke.accept(bug);
        }
    }

    void arrive(Mix mix, long intendedNanos, Optional<String> operation) {
        arrive(mix, intendedNanos, operation, Generator::nothing);
    }

    private static void nothing() {}

    /** Their time came, but the run was ended before they were sent. */
    void missed(long number) {
        for (long i = 0; i < number; i++) {
            recorder.arrived();
        }
        recorder.dropped(number);
    }

    int underWay() {
        return underWay.size();
    }

    /** @param then done at once, or as soon as nothing is under way any more */
    void whenIdle(Runnable then) {
        idle = then;
        if (underWay.isEmpty()) {
            idle.run();
        }
    }

    /** From now on nothing is sent again. */
    void end() {
        ending = true;
        List.copyOf(underWay).forEach(Exchange::giveUpRetry);
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public Sender sender() {
        return sender;
    }

    @Override
    public RetryRule retries() {
        return retries;
    }

    @Override
    public boolean isEnding() {
        return ending;
    }

    @Override
    public void ended(Exchange exchange, Sample sample) {
        recorder.record(sample);
        if (sample.lagNanos() > LATE_NANOS) {
            recorder.late();
        }
        over(exchange);
    }

    @Override
    public void neverSent(Exchange exchange) {
        recorder.dropped(1);
        over(exchange);
    }

    private void over(Exchange exchange) {
        underWay.remove(exchange);
        exchange.user().rest();
        exchange.then().run();
        if (underWay.isEmpty()) {
            idle.run();
        }
    }
}

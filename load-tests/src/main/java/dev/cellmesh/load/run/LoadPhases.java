package dev.cellmesh.load.run;

import dev.cellmesh.load.scenario.Scenario;
import dev.cellmesh.load.scenario.Scenario.Phase;
import dev.cellmesh.load.schedule.ClosedLoop;
import dev.cellmesh.load.schedule.OpenModel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** All phases of a scenario on their way: when is the last arrival through? */
final class LoadPhases {
    private final Loop loop;
    private final Generator generator;
    private final List<Pacer> pacers = new ArrayList<>();
    private final List<ClosedUsers> closed = new ArrayList<>();
    private final Runnable ended;
    private int running;

    /** @param ended run once, when no phase has an arrival any more */
    LoadPhases(Scenario scenario, long seed, long startNanos, Loop loop, Generator generator, Runnable ended) {
        this.loop = loop;
        this.generator = generator;
        this.ended = ended;
        this.running = scenario.phases().size();
        SplittableRandom seeds = new SplittableRandom(seed);
        for (Phase phase : scenario.phases()) {
            Mix mix = new Mix(scenario, phase, seeds.split());
            long arrivalSeed = seeds.nextLong();
            long startsAt = startNanos + phase.startAt().toNanos();
            switch (phase.load()) {
                case OpenModel open ->
                    pacers.add(new Pacer(
                            loop,
                            open.arrivals(arrivalSeed),
                            startsAt,
                            (intended, operation) -> generator.arrive(mix, intended, operation),
                            this::onePhaseEnded));
                case ClosedLoop users ->
                    closed.add(new ClosedUsers(loop, generator, mix, users, startsAt, this::onePhaseEnded));
            }
        }
    }

    void start() {
        if (running == 0) {
            loop.at(loop.nanoTime(), ended);
        }
        pacers.forEach(Pacer::start);
        closed.forEach(ClosedUsers::start);
    }

    /** No more arrivals; those that were due and did not happen are dropped. */
    void stop() {
        pacers.forEach(pacer -> generator.missed(pacer.stop()));
        closed.forEach(ClosedUsers::stop);
    }

    private void onePhaseEnded() {
        if (--running == 0) {
            ended.run();
        }
    }
}

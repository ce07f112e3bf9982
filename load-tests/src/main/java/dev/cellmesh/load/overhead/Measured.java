package dev.cellmesh.load.overhead;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What was seen of each work and subject, round by round, and how do the subjects compare? */
final class Measured {
    private final Map<Work, Map<Subject, List<Block>>> blocks = new EnumMap<>(Work.class);

    void add(Work work, Subject subject, Block block) {
        blocks(work, subject).add(block);
    }

    List<Block> of(Work work, Subject subject) {
        return List.copyOf(blocks(work, subject));
    }

    /** Of throughput: how much of the bare handler's is left? */
    PairedRatio throughput(Work work, Subject subject) {
        return ratio(work, subject, Block::requestsPerSecond);
    }

    /** Of processor time a request: how many times the bare handler's? */
    PairedRatio serverCpu(Work work, Subject subject) {
        return ratio(work, subject, Block::serverMicros);
    }

    /** The same with the databases' time, without that of the generator: what a request costs the machine. */
    PairedRatio wholeCpu(Work work, Subject subject) {
        return ratio(work, subject, block -> block.serverMicros() + block.databaseMicros());
    }

    double mean(Work work, Subject subject, ToDoubleFunction<Block> of) {
        return blocks(work, subject).stream().mapToDouble(of).average().orElseThrow();
    }

    long failures() {
        return blocks.values().stream()
                .flatMap(bySubject -> bySubject.values().stream())
                .flatMap(List::stream)
                .mapToLong(Block::failures)
                .sum();
    }

    private PairedRatio ratio(Work work, Subject subject, ToDoubleFunction<Block> of) {
        return PairedRatio.of(values(work, subject, of), values(work, Subject.BARE, of));
    }

    private List<Double> values(Work work, Subject subject, ToDoubleFunction<Block> of) {
        return blocks(work, subject).stream()
                .map(block -> of.applyAsDouble(block))
                .toList();
    }

    private List<Block> blocks(Work work, Subject subject) {
        return blocks.computeIfAbsent(work, w -> new EnumMap<>(Subject.class))
                .computeIfAbsent(subject, s -> new ArrayList<>());
    }
}

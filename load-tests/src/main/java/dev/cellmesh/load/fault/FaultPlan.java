package dev.cellmesh.load.fault;

import dev.cellmesh.load.fault.FaultAction.CellChoice;
import dev.cellmesh.load.fault.FaultAction.KillCell;
import dev.cellmesh.load.fault.FaultAction.SlowCell;
import dev.cellmesh.load.scenario.Scenario.TimedFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** What breaks when, with every cell drawn? Pure: the same faults, cells and seed give the same plan. */
record FaultPlan(List<Occurrence> occurrences) {
    /** A day of one a second. */
    private static final int OCCURRENCES_MAX = 86_400;

    /**
     * @param at from the run's start
     * @param heal from the run's start; empty when it stays to the end
     * @param action with its cell named
     */
    record Occurrence(Duration at, Optional<Duration> heal, FaultAction action) {}

    /**
     * @param end of the run; nothing begins at or after it
     * @throws IllegalArgumentException when a cell is to be drawn and there is none, or when it would be too many
     */
    static FaultPlan of(List<TimedFault> faults, Duration end, MeshParts parts, long seed) {
        List<Occurrence> all = new ArrayList<>();
        for (TimedFault fault : faults) {
            // Each fault has dice of its own, so that adding one does not change what the others draw.
            RandomGenerator random = new SplittableRandom(seed + 31L * faults.indexOf(fault));
            for (Duration at : moments(fault, end)) {
                all.add(new Occurrence(at, fault.lasts().map(at::plus), named(fault.action(), parts, random)));
            }
        }
        all.sort(Comparator.comparing(Occurrence::at));
        return new FaultPlan(List.copyOf(all));
    }

    private static List<Duration> moments(TimedFault fault, Duration end) {
        if (fault.every().isEmpty()) {
            return List.of(fault.at());
        }
        List<Duration> moments = new ArrayList<>();
        Duration last = fault.until().orElse(end);
        for (Duration at = fault.at();
                at.compareTo(end) < 0 && at.compareTo(last) <= 0;
                at = at.plus(fault.every().get())) {
            moments.add(at);
            if (moments.size() > OCCURRENCES_MAX) {
                throw new IllegalArgumentException("a fault happens at most " + OCCURRENCES_MAX + " times");
            }
        }
        return moments;
    }

    private static FaultAction named(FaultAction action, MeshParts parts, RandomGenerator random) {
        return switch (action) {
            case KillCell kill -> new KillCell(draw(kill.cell(), parts, random));
            case SlowCell slow -> new SlowCell(draw(slow.cell(), parts, random), slow.delay());
            default -> action;
        };
    }

    private static CellChoice draw(CellChoice choice, MeshParts parts, RandomGenerator random) {
        if (choice.named().isPresent()) {
            return choice;
        }
        List<String> cells = parts.cells().entrySet().stream()
                .filter(cell -> choice.regions().isEmpty() || choice.regions().contains(cell.getValue()))
                .map(java.util.Map.Entry::getKey)
                .toList();
        if (cells.isEmpty()) {
            throw new IllegalArgumentException("the mesh has no cell in " + choice.regions());
        }
        return new CellChoice(Optional.of(cells.get(random.nextInt(cells.size()))), choice.regions());
    }
}

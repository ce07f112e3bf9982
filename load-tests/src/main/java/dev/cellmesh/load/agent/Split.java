package dev.cellmesh.load.agent;

import dev.cellmesh.load.scenario.Scenario;
import dev.cellmesh.load.scenario.Scenario.Phase;
import dev.cellmesh.load.scenario.Scenario.TenantGroup;
import dev.cellmesh.load.schedule.ClosedLoop;
import dev.cellmesh.load.schedule.LoadModel;
import dev.cellmesh.load.schedule.OpenModel;
import dev.cellmesh.load.schedule.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Which part of a scenario does one of several generators run? All parts together are the scenario. */
final class Split {
    private Split() {}

    /**
     * Its share of every phase's arrivals, and of a closed loop's users; the first one breaks things, and none judges. Where
     * histories are checked, and where tenants are made, each has tenants of its own.
     *
     * @throws IllegalArgumentException with a message for a person when it cannot be split over so many
     */
    static Scenario part(Scenario whole, long seed, int number, int parts) {
        if (parts < 1 || parts > Share.PARTS_MAX || number < 0 || number >= parts) {
            throw new IllegalArgumentException("a run has 1 to " + Share.PARTS_MAX + " agents, not " + parts);
        }
        // Not the agent's own seed, with which it picks what it asks for: the schedule is one for all.
        SplittableRandom seeds = new SplittableRandom(seed);
        List<Phase> phases = new ArrayList<>();
        for (Phase phase : whole.phases()) {
            LoadModel load = part(phase.name(), phase.load(), seeds.nextLong(), number, parts);
            phases.add(new Phase(phase.name(), phase.startAt(), load, phase.groups(), phase.mix(), phase.warmup()));
        }
        return new Scenario(
                whole.name(),
                whole.purpose(),
                whole.target(),
                whole.client(),
                whole.groups().stream()
                        .map(group -> part(group, !whole.checks().isEmpty(), number, parts))
                        .toList(),
                whole.regions(),
                whole.data(),
                whole.operations(),
                phases,
                number == 0 ? whole.faults() : List.of(),
                List.of(),
                whole.aborts(),
                whole.checks());
    }

    /** What one generator picks, the others must not pick, too: keys made from the same seed would be the same keys. */
    static long seed(long seed, int number) {
        return new SplittableRandom(seed + number * 0x9E3779B97F4A7C15L).nextLong();
    }

    private static LoadModel part(String phase, LoadModel load, long seed, int number, int parts) {
        return switch (load) {
            case OpenModel open -> parts == 1 ? open : new Share(open, number, parts, seed);
            case ClosedLoop loop -> {
                if (loop.users() < parts) {
                    throw new IllegalArgumentException("phase " + phase + ": " + loop.users()
                            + " users of a closed loop cannot be split over " + parts + " agents");
                }
                int users = loop.users() / parts + (number < loop.users() % parts ? 1 : 0);
                yield new ClosedLoop(users, loop.thinkTime(), loop.duration());
            }
        };
    }

    private static TenantGroup part(TenantGroup group, boolean checked, int number, int parts) {
        if (group.tenants().size() < parts) {
            if (checked) {
                throw new IllegalArgumentException("group " + group.name() + ": where histories are checked, each of "
                        + parts + " agents needs a tenant of its own, and there are "
                        + group.tenants().size());
            }
            return group;
        }
        if (!checked && !group.make()) {
            return group;
        }
        // Those that a run makes live in its home regions in turn; whole turns keep each where it would live otherwise.
        int turn = Math.max(1, group.homeRegions().size());
        int block = group.tenants().size() >= turn * parts ? turn : 1;
        List<String> tenants = new ArrayList<>();
        for (int i = 0; i < group.tenants().size(); i++) {
            if (i / block % parts == number) {
                tenants.add(group.tenants().get(i));
            }
        }
        return new TenantGroup(group.name(), tenants, group.make(), group.homeRegions(), group.pick());
    }
}

package dev.cellmesh.load.scenario;

import dev.cellmesh.load.fault.FaultAction;
import dev.cellmesh.load.fault.FaultAction.CellChoice;
import dev.cellmesh.load.fault.FaultAction.Way;
import dev.cellmesh.load.scenario.Scenario.TimedFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.Node;

/** What breaks when? */
final class FaultReader {
    private static final String GLOBAL_RING = "global";
    private static final String RANDOM = "random";
    private static final int DELAY_MILLIS_MAX = 60_000;
    private static final int BANDWIDTH_MAX = 999_999_999;

    private final Problems problems;
    private final Overrides overrides;
    private final Set<String> regions;
    private final Duration end;

    FaultReader(Problems problems, Overrides overrides, Set<String> regions, Duration end) {
        this.problems = problems;
        this.overrides = overrides;
        this.regions = regions;
        this.end = end;
    }

    List<TimedFault> read(Members scenario) {
        List<TimedFault> faults = new ArrayList<>();
        for (Node node : scenario.list("faults")) {
            Optional<Section> section = Discriminator.find(node, "action", Vocabulary.FAULTS, problems);
            section.flatMap(found -> fault(found, node)).ifPresent(faults::add);
        }
        return List.copyOf(faults);
    }

    private Optional<TimedFault> fault(Section section, Node node) {
        try (Members members = new Members(section, node, problems)) {
            Optional<Duration> at =
                    members.need("at").flatMap(value -> members.duration("at")).map(this::scaled);
            Optional<Duration> lasts =
                    members.parsed("lasts", ScenarioReader::positive).map(this::scaled);
            Optional<Duration> every =
                    members.parsed("every", ScenarioReader::positive).map(this::scaled);
            Optional<Duration> until = members.duration("until").map(this::scaled);
            if (at.isPresent() && !end.isZero() && at.get().compareTo(end) >= 0) {
                problems.at(node, "it comes after the end of the run, which is " + end.toMillis() + " ms long");
            }
            if (until.isPresent() && every.isEmpty()) {
                problems.at(node, "\"until\" is of a fault that happens again, with \"every\"");
            }
            if (every.isPresent() && (lasts.isEmpty() || lasts.get().compareTo(every.get()) > 0)) {
                problems.at(node, "what happens again says how long it \"lasts\", at most as long as \"every\"");
            }
            Optional<FaultAction> action = action(members, node);
            if (at.isEmpty() || action.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new TimedFault(at.get(), lasts, every, until, action.get()));
        }
    }

    private Duration scaled(Duration written) {
        return TimelineReader.scaled(written, overrides.timeScale());
    }

    private Optional<FaultAction> action(Members members, Node node) {
        return switch (members.needText("action").orElse("")) {
            case "cut-link" -> {
                boolean blackhole = members.oneOf("how", Map.of("reset", false, "blackhole", true))
                        .orElse(false);
                yield way(members, node).map(way -> new FaultAction.CutLink(way, blackhole));
            }
            case "slow-link" -> slowLink(members, node);
            case "stall-link" -> way(members, node).map(FaultAction.StallLink::new);
            case "kill-cell" -> cell(members, node).map(FaultAction.KillCell::new);
            case "slow-cell" -> {
                Optional<CellChoice> cell = cell(members, node);
                Optional<Duration> delay = members.needParsed("delay", FaultReader::delay);
                yield cell.isEmpty() || delay.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new FaultAction.SlowCell(cell.get(), delay.get()));
            }
            case "kill-edge" -> members.needName("region", regions).map(FaultAction.KillEdge::new);
            case "kill-region" -> members.needName("region", regions).map(FaultAction.KillRegion::new);
            case "kill-database" -> {
                Optional<String> ring = ring(members);
                Optional<String> region = members.needName("region", regions);
                yield ring.isEmpty() || region.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new FaultAction.KillDatabase(ring.get(), region.get()));
            }
            case "pause-replay" -> {
                Optional<String> ring = ring(members);
                Optional<String> region = members.needName("region", regions);
                if (ring.isPresent() && ring.equals(region)) {
                    problems.at(node, "a ring's home has its primary, which replays nothing: name another region");
                }
                yield ring.isEmpty() || region.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new FaultAction.PauseReplay(ring.get(), region.get()));
            }
            default -> throw new IllegalStateException("an action is declared that nothing reads");
        };
    }

    private Optional<FaultAction> slowLink(Members members, Node node) {
        Optional<Way> way = way(members, node);
        Optional<Duration> delay = members.needParsed("delay", FaultReader::delay);
        Duration jitter = members.parsed("jitter", FaultReader::delay).orElse(Duration.ZERO);
        int bandwidth = members.count("bytes-per-second", 1, BANDWIDTH_MAX, 0);
        if (way.isEmpty() || delay.isEmpty()) {
            return Optional.empty();
        }
        OptionalLong limit = bandwidth == 0 ? OptionalLong.empty() : OptionalLong.of(bandwidth);
        return Optional.of(new FaultAction.SlowLink(way.get(), delay.get(), jitter, limit));
    }

    private static Duration delay(String text) {
        Duration delay = Quantities.duration(text);
        if (delay.toMillis() > DELAY_MILLIS_MAX) {
            throw new IllegalArgumentException("\"" + text + "\" is too long: at most 60s");
        }
        return delay;
    }

    private Optional<Way> way(Members members, Node node) {
        Optional<String> from = members.needName("from", regions);
        Optional<String> to = members.needName("to", regions);
        boolean both = members.oneOf("ways", Map.of("both", true, "one", false)).orElse(true);
        if (from.isPresent() && from.equals(to)) {
            problems.at(node, "a link lies between two regions, not within one");
        }
        return from.isEmpty() || to.isEmpty() ? Optional.empty() : Optional.of(new Way(from.get(), to.get(), both));
    }

    private Optional<CellChoice> cell(Members members, Node node) {
        Optional<String> cell = members.needParsed("cell", text -> {
            if (!text.equals(RANDOM)) {
                String region = Names.regionOfCell(text);
                if (!regions.contains(region)) {
                    throw new IllegalArgumentException(
                            "\"" + region + "\" is not known here: " + Suggestion.among(region, regions));
                }
            }
            return text;
        });
        List<String> among = members.names("regions", regions);
        if (cell.isPresent() && !cell.get().equals(RANDOM) && !among.isEmpty()) {
            problems.at(node, "\"regions\" is of \"cell: random\"");
        }
        return cell.map(name -> new CellChoice(Optional.of(name).filter(text -> !text.equals(RANDOM)), among));
    }

    private Optional<String> ring(Members members) {
        Set<String> rings = new TreeSet<>(regions);
        rings.add(GLOBAL_RING);
        return members.needName("ring", rings);
    }
}

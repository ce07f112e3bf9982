package dev.cellmesh.local.wan;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What stands between the regions? For each source region and target a listener, whose connections meet the conditions of the
 * two directions between the regions. Conditions can be changed at any time, and hold at once, also for what is on its way.
 *
 * <p>Thread-safe; no call waits for the network. A call may wait for the lock for some microseconds, so event loops may use it.
 */
public final class WanFabric implements AutoCloseable {
    /** Each region to each cell and ring of the others, with room; each costs one socket. */
    private static final int LINKS_MAX = 4096;

    /** One listener, as it is now. {@code there} counts what its clients sent, {@code back} what they got. */
    public record LinkView(
            Endpoint listen, Region from, Region to, Endpoint target, LinkCounters there, LinkCounters back) {}

    /** One direction, as it is now. */
    public record DirectionView(Region from, Region to, LinkConditions conditions, LinkCounters counters) {}

    private record Way(Region from, Region to) {}

    /** The link before one part of a region, with conditions of its own. */
    private record Door(Direction in, Direction out, WanLink link) {}

    private final List<Region> regions;
    private final Map<String, Door> doors = new LinkedHashMap<>();
    private final Map<Way, Direction> directions = new LinkedHashMap<>();
    private final Courier courier;

    private WanFabric(List<Region> regions, RoundTrips roundTrips, Courier courier) {
        this.regions = List.copyOf(regions);
        this.courier = courier;
        for (Region from : regions) {
            for (Region to : regions) {
                LinkConditions usual = LinkConditions.CLEAR.withDelayMillis(roundTrips.between(from, to) / 2);
                directions.put(new Way(from, to), new Direction(from, to, usual));
            }
        }
    }

    public static WanFabric open(List<Region> regions, RoundTrips roundTrips, long seed) {
        return open(regions, roundTrips, seed, System::nanoTime);
    }

    /** @param nanoClock monotonic, and as fast as the system's, because the deliverer sleeps by it */
    static WanFabric open(List<Region> regions, RoundTrips roundTrips, long seed, LongSupplier nanoClock) {
        try {
            Courier courier = new Courier(nanoClock, seed);
            WanFabric fabric = new WanFabric(regions, roundTrips, courier);
            courier.start();
            return fabric;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public List<Region> regions() {
        return regions;
    }

    /**
     * Where does {@code from} reach the target? The same listener for the same question; the target itself within a region.
     *
     * @throws UncheckedIOException if no port can be had
     * @throws IllegalStateException if the fabric is closed or full
     */
    public Endpoint link(Region from, Region to, Endpoint target) {
        if (direction(from, to).from.equals(to)) {
            return target;
        }
        return locked(() -> courier.links.values().stream()
                .filter(link ->
                        link.there == direction(from, to) && link.target().equals(target))
                .findFirst()
                .orElseGet(() -> listen(direction(from, to), direction(to, from), target))
                .listen);
    }

    private WanLink listen(Direction there, Direction back, Endpoint target) {
        if (courier.isClosed() || courier.links.size() >= LINKS_MAX) {
            throw new IllegalStateException("no more links: closed, or " + LINKS_MAX + " are there");
        }
        try {
            WanLink link = new WanLink(there, back, target, courier);
            courier.links.put(link.listen, link);
            return link;
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    /**
     * Where does everybody reach the target, so that it alone can be slowed? No distance lies there unless {@link #changeBefore}
     * sets one, and the distance between regions comes before it.
     *
     * @param name of the part behind it; the same listener for the same name
     * @throws UncheckedIOException if no port can be had
     */
    public Endpoint before(String name, Region region, Endpoint target) {
        direction(region, region);
        return locked(() -> doors.computeIfAbsent(name, part -> {
                    Direction in = new Direction(region, region, LinkConditions.CLEAR);
                    Direction out = new Direction(region, region, LinkConditions.CLEAR);
                    return new Door(in, out, listen(in, out, target));
                })
                .link()
                .listen);
    }

    /**
     * As {@link #change}, of both directions of what stands before one part.
     *
     * @return false when nothing stands before a part of that name
     */
    public boolean changeBefore(String name, UnaryOperator<LinkConditions> change) {
        return locked(() -> {
            Door door = doors.get(name);
            if (door == null) {
                return false;
            }
            List.of(door.in(), door.out()).forEach(direction -> change(direction, change));
            return true;
        });
    }

    /**
     * From now on the listener leads to another target, maybe in another region (its own one too: then it only forwards). Its
     * connections are reset, so that nobody speaks on to the old target by the new one's name.
     */
    public void repoint(Endpoint listener, Region to, Endpoint target) {
        locked(() -> {
            WanLink link = courier.links.get(listener);
            if (link == null) {
                throw new IllegalArgumentException("no link listens at " + listener);
            }
            Region from = link.there.from;
            link.repoint(direction(from, to), direction(to, from), target);
            return link;
        });
    }

    public LinkConditions conditions(Region from, Region to) {
        return locked(() -> direction(from, to).conditions);
    }

    /** What it is when nobody changes it. */
    public LinkConditions usual(Region from, Region to) {
        return direction(from, to).usual;
    }

    /** For bytes from the first region to the second, of all connections, and for what is on its way. */
    public void set(Region from, Region to, LinkConditions conditions) {
        change(from, to, before -> conditions);
    }

    /** Both directions. */
    public void setBoth(Region one, Region other, LinkConditions conditions) {
        set(one, other, conditions);
        set(other, one, conditions);
    }

    /** As {@link #set}, from what it is now; two changes at once do not lose each other. */
    public void change(Region from, Region to, UnaryOperator<LinkConditions> change) {
        if (from.equals(to)) {
            throw new IllegalArgumentException("no distance lies within " + from);
        }
        locked(() -> change(direction(from, to), change));
    }

    private Direction change(Direction direction, UnaryOperator<LinkConditions> change) {
        LinkConditions before = direction.conditions;
        direction.conditions = change.apply(before);
        apply(direction, before);
        return direction;
    }

    /** Back to the usual conditions. */
    public void restore(Region from, Region to) {
        set(from, to, usual(from, to));
    }

    private void apply(Direction direction, LinkConditions before) {
        List<Flow> flows = new ArrayList<>(direction.flows);
        for (Flow flow : flows) {
            boolean healed = before.cut() == Cut.BLACKHOLE && !direction.isCut(Cut.BLACKHOLE);
            if (direction.isCut(Cut.RESET) || (healed && flow.holed)) {
                flow.connection.reset();
            } else if (direction.isCut(Cut.BLACKHOLE)) {
                flow.lose();
            }
        }
        restamp(direction);
        courier.hurry();
    }

    /** What has not left yet leaves under the new conditions; what has left arrives under them. */
    private void restamp(Direction direction) {
        long now = courier.now();
        record Sent(Flow flow, Chunk chunk) {}
        List<Sent> held = new ArrayList<>();
        for (Flow flow : direction.flows) {
            courier.forget(flow);
            flow.schedule.restart();
            flow.forEachChunk(chunk -> held.add(new Sent(flow, chunk)));
        }
        held.sort(Comparator.comparingLong(sent -> sent.chunk().departNanos));
        direction.wire.release();
        for (Sent sent : held) {
            sent.flow().stamp(sent.chunk(), now);
        }
        direction.flows.forEach(courier::plan);
    }

    /** Of the direction: {@code bytes} and {@code flights} of all connections between the regions, whoever opened them. */
    public LinkCounters counters(Region from, Region to) {
        return locked(() -> direction(from, to).tally.snapshot());
    }

    /** All directions between different regions. */
    public List<DirectionView> directions() {
        return locked(() -> directions.values().stream()
                .filter(direction -> !direction.from.equals(direction.to))
                .map(each -> new DirectionView(each.from, each.to, each.conditions, each.tally.snapshot()))
                .toList());
    }

    /** All listeners, the oldest first. */
    public Collection<LinkView> links() {
        return locked(() -> courier.links.values().stream()
                .map(link -> new LinkView(
                        link.listen,
                        link.there.from,
                        link.there.to,
                        link.target(),
                        link.thereTally.snapshot(),
                        link.backTally.snapshot()))
                .toList());
    }

    /** Ends all connections (with a reset), listeners and threads. */
    @Override
    public void close() {
        courier.close();
    }

    /** Does one of its threads live? */
    boolean isRunning() {
        return courier.isRunning();
    }

    private Direction direction(Region from, Region to) {
        Direction direction = directions.get(new Way(from, to));
        if (direction == null) {
            throw new IllegalArgumentException("not both are regions of the mesh: " + from + ", " + to);
        }
        return direction;
    }

    private <T> T locked(Supplier<T> action) {
        courier.lock.lock();
        try {
            return action.get();
        } finally {
            courier.lock.unlock();
        }
    }
}

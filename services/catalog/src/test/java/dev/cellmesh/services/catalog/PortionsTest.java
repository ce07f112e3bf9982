package dev.cellmesh.services.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PortionsTest {
    private static final List<Region> REGIONS =
            List.of(new Region("us-east1"), new Region("europe-west1"), new Region("asia-southeast1"));

    /** One region's side of everything that happened, with all its earlier states. */
    private static final class History {
        private final List<Portion> states = new ArrayList<>();
        private final List<Long> net = new ArrayList<>();
        private long fromOutside;

        History() {
            add(new Portion(0, Map.of(), Map.of(), true), 0);
        }

        Portion now() {
            return states.getLast();
        }

        void add(Portion next, long outside) {
            fromOutside += outside;
            states.add(next);
            net.add(fromOutside);
        }
    }

    private static Map<Region, Long> with(Map<Region, Long> units, Region region, long more) {
        Map<Region, Long> all = new HashMap<>(units);
        all.merge(region, more, Long::sum);
        return all;
    }

    /** Whenever each region was read, the total is what they had got and not reserved by then. */
    @Property
    void theTotalIsExactHoweverFarApartTheRegionsAreRead(@ForAll long seed) {
        Random random = new Random(seed);
        Map<Region, History> histories = new HashMap<>();
        REGIONS.forEach(region -> histories.put(region, new History()));
        for (int step = 0; step < 40; step++) {
            Region region = REGIONS.get(random.nextInt(REGIONS.size()));
            Region other = REGIONS.get((REGIONS.indexOf(region) + 1 + random.nextInt(2)) % REGIONS.size());
            happen(random, histories, region, other);
        }
        Map<Region, Portion> read = new HashMap<>();
        long expected = 0;
        for (Region region : REGIONS) {
            History history = histories.get(region);
            int at = random.nextInt(history.states.size());
            read.put(region, history.states.get(at));
            expected += history.net.get(at);
        }
        assertThat(new Portions(read).total()).isEqualTo(expected);
    }

    private static void happen(Random random, Map<Region, History> histories, Region region, Region other) {
        History history = histories.get(region);
        Portion own = history.now();
        switch (random.nextInt(4)) {
            case 0 -> {
                long units = random.nextLong(1, 20);
                history.add(new Portion(own.units() + units, own.sent(), own.received(), true), units);
            }
            case 1 -> {
                long units = random.nextLong(own.units() + 1);
                history.add(new Portion(own.units() - units, own.sent(), own.received(), true), -units);
            }
            case 2 -> {
                long units = random.nextLong(own.units() + 1);
                history.add(new Portion(own.units() - units, with(own.sent(), other, units), own.received(), true), 0);
            }
            default -> {
                long units = histories.get(other).now().sentTo(region) - own.receivedFrom(other);
                history.add(new Portion(own.units() + units, own.sent(), with(own.received(), other, units), true), 0);
            }
        }
    }

    @Test
    void whoHasMostIsAskedFirstAndWhoHasNothingIsNot() {
        Region us = REGIONS.get(0);
        Region eu = REGIONS.get(1);
        Region asia = REGIONS.get(2);
        Portion none = new Portion(0, Map.of(), Map.of(), true);
        Portion some = new Portion(5, Map.of(), Map.of(), false);
        Portion more = new Portion(9, Map.of(), Map.of(), false);
        Portion sender = new Portion(0, Map.of(us, 3L), Map.of(), false);

        assertThat(new Portions(Map.of(us, none, eu, some, asia, more)).donorsFor(us))
                .containsExactly(asia, eu);
        assertThat(new Portions(Map.of(us, none, eu, none, asia, sender)).donorsFor(us))
                .containsExactly(asia);
        assertThat(new Portions(Map.of(us, none, eu, none, asia, sender)).donorsFor(eu))
                .isEmpty();
    }
}

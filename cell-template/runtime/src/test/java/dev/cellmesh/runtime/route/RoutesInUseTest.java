package dev.cellmesh.runtime.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RoutesInUseTest {
    @Test
    void theOldestOneOnItsWayCounts() {
        RoutesInUse routes = new RoutesInUse();
        assertThat(routes.oldest()).isEmpty();
        RoutesInUse.Use first = routes.begin(3);
        RoutesInUse.Use second = routes.begin(3);
        RoutesInUse.Use third = routes.begin(5);
        first.end();
        first.end();
        assertThat(routes.oldest()).as("ended twice, counted once").hasValue(3);
        second.end();
        assertThat(routes.oldest()).hasValue(5);
        third.end();
        assertThat(routes.oldest()).isEmpty();
    }

    /** It waited for another one's answer while newer routes came. */
    @Test
    void whoBeginsLateByOlderRoutesCountsAsThoseDo() {
        RoutesInUse routes = new RoutesInUse();
        RoutesInUse.Use waiting = routes.begin(10);
        RoutesInUse.Use other = routes.begin(11);
        RoutesInUse.Use late = routes.begin(10);
        waiting.end();
        assertThat(routes.oldest()).hasValue(10);
        late.end();
        assertThat(routes.oldest()).hasValue(11);
        other.end();
        assertThat(routes.oldest()).isEmpty();
    }

    /**
     * Against a plain count of each epoch: 0 begins a request, 1 brings newer routes, 2 begins one by the routes two before those in force,
     * more ends one that is on its way.
     */
    @Property(tries = 300)
    void agreesWithCounting(@ForAll @Size(max = 60) List<@IntRange(max = 6) Integer> events) {
        RoutesInUse routes = new RoutesInUse();
        TreeMap<Long, Integer> counted = new TreeMap<>();
        List<Map.Entry<Long, RoutesInUse.Use>> open = new ArrayList<>();
        long epoch = 1;
        for (int event : events) {
            if (event == 0 || event == 2) {
                long by = Math.max(1, epoch - event);
                open.add(Map.entry(by, routes.begin(by)));
                counted.merge(by, 1, Integer::sum);
            } else if (event == 1) {
                epoch++;
            } else if (!open.isEmpty()) {
                Map.Entry<Long, RoutesInUse.Use> ended = open.remove(event % open.size());
                ended.getValue().end();
                counted.computeIfPresent(ended.getKey(), (of, count) -> count == 1 ? null : count - 1);
            }
            assertThat(routes.oldest())
                    .isEqualTo(counted.isEmpty() ? OptionalLong.empty() : OptionalLong.of(counted.firstKey()));
        }
    }
}

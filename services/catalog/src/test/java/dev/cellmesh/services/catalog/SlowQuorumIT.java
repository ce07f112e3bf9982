package dev.cellmesh.services.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.testkit.cell.ThreeRegions;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Do the last units get sold when each commit takes as long as the way to the next region, with its rows locked? Prints how many
 * reservations a second that makes; what is asserted is what was sold.
 */
class SlowQuorumIT {
    private static final Logger LOG = LoggerFactory.getLogger(SlowQuorumIT.class);
    private static final int UNITS = 600;
    private static final int BUYERS_PER_REGION = 40;
    /** The nearest other region. */
    private static final String ROUND_TRIP_SECONDS = "0.08";

    private CatalogFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new CatalogFixture();
        fixture.mesh.execute("CREATE FUNCTION slow_commit() RETURNS TRIGGER LANGUAGE plpgsql AS"
                + " 'BEGIN PERFORM pg_sleep(" + ROUND_TRIP_SECONDS + "); RETURN NULL; END'");
        for (String table : List.of("idempotency", "stock_sent", "stock_received")) {
            fixture.mesh.execute("CREATE CONSTRAINT TRIGGER slow_commit AFTER INSERT OR UPDATE ON " + table
                    + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slow_commit()");
        }
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    @Test
    void theLastUnitsOfOneRegionAreSoldByAll() throws Exception {
        String product = fixture.newProduct();
        fixture.deliver(ThreeRegions.US, product, UNITS);
        Map<Integer, Integer> answers = new TreeMap<>();
        long begunNanos = System.nanoTime();
        List<Future<List<Integer>>> buyers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Region region : ThreeRegions.ALL) {
                for (int i = 0; i < BUYERS_PER_REGION; i++) {
                    buyers.add(threads.submit(() -> buyUntilNoneIsLeft(region, product)));
                }
            }
        }
        for (Future<List<Integer>> buyer : buyers) {
            buyer.get().forEach(status -> answers.merge(status, 1, Integer::sum));
        }
        double seconds = (System.nanoTime() - begunNanos) / 1e9;
        LOG.warn(String.format(
                Locale.ROOT, "%d units in %.1f s: %.0f a second; %s", UNITS, seconds, UNITS / seconds, answers));

        assertThat(answers).containsEntry(201, UNITS);
        assertThat(fixture.held(product)).isEqualTo(UNITS);
        assertThat(fixture.portions(product) + fixture.onTheWay(product)).isZero();
        fixture.assertNothingLost(product);
    }

    private List<Integer> buyUntilNoneIsLeft(Region region, String product) throws Exception {
        List<Integer> answers = new ArrayList<>();
        do {
            HttpResponse<String> answer = fixture.reserveUntilKnown(region, product, 1);
            answers.add(answer.statusCode());
        } while (answers.getLast() != 422 && answers.size() <= UNITS);
        return answers;
    }
}

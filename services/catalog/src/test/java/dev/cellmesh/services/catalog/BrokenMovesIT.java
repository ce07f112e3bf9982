package dev.cellmesh.services.catalog;

import static dev.cellmesh.services.catalog.CatalogFixture.assertProblem;
import static dev.cellmesh.testkit.cell.ThreeRegions.ASIA;
import static dev.cellmesh.testkit.cell.ThreeRegions.EU;
import static dev.cellmesh.testkit.cell.ThreeRegions.US;
import static dev.cellmesh.testkit.cell.ThreeRegions.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.database.Read;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.Refusal;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.database.Write;
import dev.cellmesh.runtime.database.WriteOutcome;
import dev.cellmesh.runtime.problem.ProblemType;
import io.vertx.core.Future;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of units whose move is cut short, or whose region cannot be reached? They are late, and never lost or doubled. */
class BrokenMovesIT {
    private static final String SEND = "catalog/send";
    private static final String RECEIVE = "catalog/receive";

    private static final Set<RingId> UNREACHABLE = ConcurrentHashMap.newKeySet();
    /** They are not run. */
    private static final Set<String> CRASHING = ConcurrentHashMap.newKeySet();
    /** They are run, and nobody hears of it. */
    private static final Set<String> LOSING_ANSWERS = ConcurrentHashMap.newKeySet();

    private static CatalogFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new CatalogFixture(Broken::new);
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.close();
    }

    @AfterEach
    void heal() {
        UNREACHABLE.clear();
        CRASHING.clear();
        LOSING_ANSWERS.clear();
    }

    @Test
    void unitsThatLeftAndDidNotArriveAreOnTheWayUntilTheNextOneNeedsThem() throws Exception {
        String product = fixture.newProduct();
        fixture.deliver(US, product, 10);
        CRASHING.add(RECEIVE);

        assertThat(fixture.reserve(EU, product, 1).statusCode()).isEqualTo(503);

        assertThat(fixture.onTheWay(product)).isEqualTo(5);
        assertThat(fixture.held(product)).isZero();
        assertThat(fixture.stock(ASIA, product).getLong("onTheWay")).isEqualTo(5);
        assertThat(fixture.stock(ASIA, product).getLong("available")).isEqualTo(10);
        fixture.assertNothingLost(product);

        CRASHING.clear();
        assertThat(fixture.reserve(EU, product, 1).statusCode()).isEqualTo(201);
        assertThat(fixture.onTheWay(product)).isZero();
        fixture.assertNothingLost(product);
    }

    @Test
    void anyRegionThatNeedsThemFinishesTheMoveOfTwoOthers() throws Exception {
        String product = fixture.newProduct();
        fixture.deliver(US, product, 2);
        CRASHING.add(RECEIVE);
        assertThat(fixture.reserve(EU, product, 2).statusCode()).isEqualTo(503);
        assertThat(fixture.onTheWay(product)).isEqualTo(2);
        CRASHING.clear();

        assertThat(fixture.reserve(ASIA, product, 2).statusCode()).isEqualTo(201);

        assertThat(fixture.onTheWay(product)).isZero();
        fixture.assertNothingLost(product);
    }

    @Test
    void lostAnswersDoNotMakeUnitsOutOfNothing() throws Exception {
        for (String statement : Set.of(SEND, RECEIVE)) {
            String product = fixture.newProduct();
            fixture.deliver(US, product, 7);
            LOSING_ANSWERS.add(statement);

            HttpResponse<String> first = fixture.reserve(EU, product, 7);
            fixture.assertNothingLost(product);
            LOSING_ANSWERS.clear();

            assertThat(first.statusCode()).as(first.body()).isIn(201, 503);
            HttpResponse<String> second = fixture.reserve(EU, product, 7);
            assertThat(second.statusCode()).isEqualTo(first.statusCode() == 201 ? 422 : 201);
            assertThat(fixture.held(product)).isEqualTo(7);
            fixture.assertNothingLost(product);
        }
    }

    @Test
    void nobodySaysThatNothingIsLeftWhileARegionIsOutOfSight() throws Exception {
        String product = fixture.newProduct();
        fixture.deliver(US, product, 3);
        UNREACHABLE.add(RingId.of(ASIA));

        assertThat(fixture.reserve(EU, product, 2).statusCode()).isEqualTo(201);
        HttpResponse<String> tooMany = fixture.reserve(EU, product, 2);
        assertProblem(tooMany, ProblemType.REGION_UNAVAILABLE);
        assertThat(json(tooMany).getString("region")).isEqualTo(ASIA.name());
        UNREACHABLE.clear();
        fixture.deliver(ASIA, product, 1);

        assertThat(fixture.reserve(EU, product, 2).statusCode()).isEqualTo(201);
        assertProblem(fixture.reserve(EU, product, 1), ProblemType.OUT_OF_STOCK);
        fixture.assertNothingLost(product);
    }

    @Test
    void aKeyKeepsItsAnswerWhenItsRegionsCannotBeReachedAnyMore() throws Exception {
        String product = fixture.newProduct();
        fixture.deliver(EU, product, 1);
        String key = dev.cellmesh.testkit.cell.ThreeRegions.newKey();
        String path = product + "/reservations";
        HttpResponse<String> first =
                fixture.mesh.write("POST", EU, path, CatalogFixture.quantity(1), key, java.util.Optional.empty());
        for (Region region : Set.of(US, ASIA)) {
            UNREACHABLE.add(RingId.of(region));
        }

        HttpResponse<String> second =
                fixture.mesh.write("POST", EU, path, CatalogFixture.quantity(1), key, java.util.Optional.empty());

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
    }

    private record Broken(RegionalDatabase real) implements RegionalDatabase {
        @Override
        public Future<ReadOutcome> read(Read read) {
            return UNREACHABLE.contains(read.ring())
                    ? Future.succeededFuture(new ReadOutcome.Unavailable(Refusal.UNREACHABLE))
                    : real.read(read);
        }

        @Override
        public Future<WriteOutcome> write(Write write) {
            Predicate<Set<String>> isIn = names -> names.contains(write.sql().name());
            if (UNREACHABLE.contains(write.ring()) || isIn.test(CRASHING)) {
                return Future.succeededFuture(new WriteOutcome.Unavailable(Refusal.UNREACHABLE));
            }
            return isIn.test(LOSING_ANSWERS)
                    ? real.write(write).map(new WriteOutcome.Unknown("the answer was lost"))
                    : real.write(write);
        }

        @Override
        public Future<Boolean> isReady() {
            return real.isReady();
        }

        @Override
        public Future<Void> close() {
            return real.close();
        }
    }
}

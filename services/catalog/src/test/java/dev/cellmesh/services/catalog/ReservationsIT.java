package dev.cellmesh.services.catalog;

import static dev.cellmesh.services.catalog.CatalogFixture.assertProblem;
import static dev.cellmesh.services.catalog.CatalogFixture.data;
import static dev.cellmesh.services.catalog.CatalogFixture.quantity;
import static dev.cellmesh.testkit.cell.ThreeRegions.ASIA;
import static dev.cellmesh.testkit.cell.ThreeRegions.EU;
import static dev.cellmesh.testkit.cell.ThreeRegions.US;
import static dev.cellmesh.testkit.cell.ThreeRegions.json;
import static dev.cellmesh.testkit.cell.ThreeRegions.newKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.testkit.cell.ThreeRegions;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Are units sold once, all of them, and given back once? */
class ReservationsIT {
    private static CatalogFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new CatalogFixture();
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.close();
    }

    @Test
    void reservesFromItsOwnPortionFirst() throws Exception {
        String product = fixture.newProduct();
        fixture.deliver(EU, product, 10);

        HttpResponse<String> reserved = fixture.reserve(EU, product, 3);

        assertThat(reserved.statusCode()).as(reserved.body()).isEqualTo(201);
        assertThat(data(reserved).getString("region")).isEqualTo(EU.name());
        assertThat(reserved.headers().firstValue("Location")).isPresent();
        assertThat(reserved.headers().firstValue("X-Data-Region")).contains(EU.name());
        JsonObject stock = fixture.stock(US, product);
        assertThat(stock.getLong("available")).isEqualTo(7);
        assertThat(stock.getJsonObject("regions").getLong(EU.name())).isEqualTo(7);
        fixture.assertNothingLost(product);
    }

    @Test
    void pullsHalfOfAnotherRegionsPortionAndThenSellsIt() throws Exception {
        String product = fixture.newProduct();
        fixture.deliver(US, product, 100);

        assertThat(fixture.reserve(ASIA, product, 1).statusCode()).isEqualTo(201);

        JsonObject regions = fixture.stock(US, product).getJsonObject("regions");
        assertThat(regions.getLong(US.name())).isEqualTo(50);
        assertThat(regions.getLong(ASIA.name())).isEqualTo(49);
        fixture.assertNothingLost(product);
    }

    @Test
    void sellsTheVeryLastUnitAcrossRegionsAndBuckets() throws Exception {
        String product = fixture.newProduct();
        fixture.deliver(US, product, 11);
        fixture.deliver(EU, product, 13);
        fixture.deliver(ASIA, product, 17);

        assertThat(fixture.reserve(EU, product, 41).statusCode()).isEqualTo(201);

        HttpResponse<String> none = fixture.reserve(US, product, 1);
        assertProblem(none, ProblemType.OUT_OF_STOCK);
        assertThat(json(none).getLong("available")).isZero();
        fixture.assertNothingLost(product);
    }

    @Test
    void refusesMoreThanThereIsAndSaysHowManyThereAre() throws Exception {
        String product = fixture.newProduct();
        fixture.deliver(US, product, 5);
        fixture.deliver(EU, product, 6);

        HttpResponse<String> tooMany = fixture.reserve(ASIA, product, 12);

        assertProblem(tooMany, ProblemType.OUT_OF_STOCK);
        assertThat(json(tooMany).getLong("available")).isEqualTo(11);
        fixture.assertNothingLost(product);
    }

    @Test
    void givesUnitsBackOnceToTheRegionThatReservedThem() throws Exception {
        String product = fixture.newProduct();
        fixture.deliver(EU, product, 9);
        String reservation = data(fixture.reserve(EU, product, 4)).getString("id");
        String key = newKey();

        HttpResponse<String> released = fixture.release(ASIA, product, reservation, key, Optional.empty());
        HttpResponse<String> repeated = fixture.release(ASIA, product, reservation, key, Optional.empty());
        HttpResponse<String> again = fixture.release(US, product, reservation);

        assertThat(released.statusCode()).as(released.body()).isEqualTo(200);
        assertThat(data(released).getString("status")).isEqualTo("released");
        assertThat(data(released).getLong("quantity")).isEqualTo(4);
        assertThat(repeated.body()).isEqualTo(released.body());
        assertThat(repeated.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(again.body()).isEqualTo(released.body());
        assertThat(fixture.stock(US, product).getJsonObject("regions").getLong(EU.name()))
                .isEqualTo(9);
        HttpResponse<String> read = fixture.mesh.get(US, product + "/reservations/" + reservation);
        assertThat(json(read)).isEqualTo(json(released));
        fixture.assertNothingLost(product);
    }

    @Test
    void releasesOnlyTheVersionThatWasSeenWhenAsked() throws Exception {
        String product = fixture.newProduct();
        fixture.deliver(US, product, 2);
        String reservation = data(fixture.reserve(US, product, 1)).getString("id");

        assertProblem(
                fixture.release(EU, product, reservation, newKey(), Optional.of("\"7\"")),
                ProblemType.VERSION_CONFLICT);
        assertThat(fixture.release(EU, product, reservation, newKey(), Optional.of("\"1\""))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void repeatsItsAnswerByteForByteAlsoWhenNothingIsLeft() throws Exception {
        String product = fixture.newProduct();
        fixture.deliver(US, product, 1);
        String key = newKey();
        String path = product + "/reservations";

        HttpResponse<String> first = fixture.mesh.write("POST", US, path, quantity(1), key, Optional.empty());
        String refusedKey = newKey();
        HttpResponse<String> refused = fixture.mesh.write("POST", US, path, quantity(1), refusedKey, Optional.empty());
        fixture.deliver(US, product, 5);

        for (Region region : ThreeRegions.ALL) {
            HttpResponse<String> repeated =
                    fixture.mesh.write("POST", region, path, quantity(1), key, Optional.empty());
            assertThat(repeated.statusCode()).isEqualTo(201);
            assertThat(repeated.body()).isEqualTo(first.body());
            assertThat(repeated.headers().firstValue("Idempotent-Replayed")).contains("true");
            HttpResponse<String> refusedAgain =
                    fixture.mesh.write("POST", region, path, quantity(1), refusedKey, Optional.empty());
            assertProblem(refusedAgain, ProblemType.OUT_OF_STOCK);
            assertThat(refusedAgain.body()).isEqualTo(refused.body());
        }
        assertProblem(
                fixture.mesh.write("POST", EU, path, quantity(2), key, Optional.empty()),
                ProblemType.IDEMPOTENCY_KEY_REUSED);
        assertThat(fixture.held(product)).isEqualTo(1);
        fixture.assertNothingLost(product);
    }

    @Test
    void concurrentReservationsInAllRegionsSellExactlyWhatThereIs() throws Exception {
        int units = 240;
        int perRegion = 100;
        String product = fixture.newProduct();
        fixture.deliver(US, product, units / 2);
        fixture.deliver(EU, product, units / 2);
        List<Future<HttpResponse<String>>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(60)) {
            for (int i = 0; i < perRegion; i++) {
                for (Region region : ThreeRegions.ALL) {
                    answers.add(threads.submit(() -> fixture.reserveUntilKnown(region, product, 1)));
                }
            }
        }
        int sold = 0;
        for (Future<HttpResponse<String>> each : answers) {
            HttpResponse<String> answer = each.get();
            // Nobody is told that nothing is left while something is.
            assertThat(answer.statusCode()).as(answer.body()).isIn(201, 422);
            sold += answer.statusCode() == 201 ? 1 : 0;
        }
        fixture.assertNothingLost(product);
        assertThat(sold).isEqualTo(units);
        assertThat(fixture.held(product)).isEqualTo(units);
        assertThat(fixture.portions(product) + fixture.onTheWay(product)).isZero();
    }
}

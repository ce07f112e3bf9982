package dev.cellmesh.services.edge;

import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.profile.ConflictRule;
import dev.cellmesh.model.profile.Level;
import dev.cellmesh.model.profile.Precondition;
import dev.cellmesh.model.profile.Profile;
import dev.cellmesh.model.profile.ReadProfile;
import dev.cellmesh.model.profile.Residence;
import dev.cellmesh.model.profile.WriteProfile;
import dev.cellmesh.runtime.consistency.ProfilesDocument;
import dev.cellmesh.runtime.consistency.PublishedProfile;
import dev.cellmesh.runtime.consistency.PublishedProfiles;
import dev.cellmesh.testkit.http.RawClient;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;

/** Products may be a minute late and kept for so long; what cells answer says how late they are already. */
abstract class ProductsFixture extends EdgeFixture {
    static final String PRODUCT = "/v1/tenants/acme/products/1";
    private static final ProfilesDocument PROFILES = new PublishedProfiles(List.of(
                    published("GET", "products/{id}", minute().cacheableFor(Duration.ofMinutes(1))),
                    published("PUT", "products/{id}", write()),
                    published("GET", "stock/{id}", minute())))
            .document();

    /** What cells say of an answer's age. */
    volatile String level = "bounded; max-staleness=60000ms; staleness=1000ms";

    volatile String control = "private, max-age=59";
    volatile String body = "{\"price\":1}";
    volatile Handler<HttpServerRequest> answer = this::good;

    private static ReadProfile minute() {
        return ReadProfile.of("product", Residence.HOME, ConflictRule.VERSION, Level.bounded(Duration.ofMinutes(1)));
    }

    private static WriteProfile write() {
        return new WriteProfile(
                "product", Residence.HOME, ConflictRule.VERSION, Durability.LOCAL, Precondition.IGNORED);
    }

    private static PublishedProfile published(String method, String path, Profile profile) {
        return new PublishedProfile("catalog", method + path, method, "/v1/tenants/{tenant}/" + path, profile);
    }

    void good(HttpServerRequest request) {
        request.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("ETag", "\"5\"")
                .putHeader("X-Consistency-Level", level)
                .putHeader("X-Data-Stale", "true")
                .putHeader("Cache-Control", control)
                .putHeader("Vary", "Authorization, X-Consistency-Level, X-Last-Write-Timestamp")
                .putHeader("RateLimit", "\"burst\";r=50;t=30")
                .putHeader("X-Cell", "us-east1-c01")
                .end(body);
    }

    @BeforeEach
    void start() {
        cells.values().forEach(cell -> {
            cell.tellsProfiles(request -> request.response().end(PROFILES.body()));
            cell.answers(request -> answer.handle(request));
        });
        startEdge();
        await(() -> meters.get("cellmesh.edge.operations.known").gauge().value() == 3);
    }

    RawClient.Answer product(String... headers) {
        return ask(head("GET", PRODUCT, headers) + "\r\n");
    }

    /** A header as the first cell got it that got it at all. */
    String toldACell(String header) {
        return seenAtCells()
                .map(seen -> seen.headers().get(header))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }
}

package dev.cellmesh.services.edge;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.cellmesh.runtime.node.Weakness;
import dev.cellmesh.testkit.http.RawClient;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which late reads does a second cell answer? */
class EdgeHedgeIT extends EdgeFixture {
    private static final int ENOUGH = 64;
    private static final String PRODUCTS = "/v1/tenants/acme/products";

    private static final ProfilesDocument PROFILES = new PublishedProfiles(List.of(
                    published("GET", ReadProfile.of("product", Residence.HOME, ConflictRule.VERSION, Level.SESSION)),
                    published(
                            "PUT",
                            new WriteProfile(
                                    "product",
                                    Residence.HOME,
                                    ConflictRule.VERSION,
                                    Durability.LOCAL,
                                    Precondition.IGNORED))))
            .document();

    private final AtomicBoolean hanging = new AtomicBoolean();

    private static PublishedProfile published(String method, Profile profile) {
        return new PublishedProfile("catalog", method, method, "/v1/tenants/{tenant}/products", profile);
    }

    @BeforeEach
    void start() {
        // What is tested here is not how many may be hedged.
        weaknesses = Set.of(Weakness.RETRY_BUDGET);
        cells.values().forEach(cell -> {
            cell.tellsProfiles(request -> request.response().end(PROFILES.body()));
            cell.answers(request -> answer(cell, request));
        });
        startEdge();
        await(() -> meters.get("cellmesh.edge.operations.known").gauge().value() == 2);
        for (int i = 0; i < ENOUGH; i++) {
            assertThat(ask(products()).status()).isEqualTo(200);
        }
    }

    /** The first request after {@code hanging} was set is not answered. */
    private void answer(FakeCell cell, HttpServerRequest request) {
        if (!hanging.getAndSet(false)) {
            request.response().putHeader("X-Cell", cell.toString()).end("here");
        }
    }

    private String products(String... headers) {
        return head("GET", PRODUCTS, headers) + "\r\n";
    }

    private double hedges(String outcome) {
        return meters.get("cellmesh.edge.hedges")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void aLateReadIsAnsweredByAnotherCellAndTheFirstIsBrokenOff() {
        double before = hedges("won");
        hanging.set(true);
        RawClient.Answer answer = ask(products("X-Request-Deadline: 10000"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(hedges("won")).isEqualTo(before + 1);
        await(() -> meters.get("cellmesh.edge.cells.in.flight").gauge().value() == 0);
        assertThat(meters.get("cellmesh.edge.cells.left.out").gauge().value())
                .as("to be late is not to be gone")
                .isZero();
        assertThat(ask(products()).status()).isEqualTo(200);
    }

    @Test
    void aStrongReadAndAWriteAreNot() {
        double before = hedges("won") + hedges("lost");
        hanging.set(true);
        String strong = products("X-Consistency-Level: strong", "X-Request-Deadline: 700");
        assertThat(ask(strong).problem()).isEqualTo("deadline-exceeded");
        hanging.set(true);
        String write = head("PUT", PRODUCTS, "Content-Length: 2", "X-Request-Deadline: 700");
        assertThat(ask(write + "Idempotency-Key: k1\r\n\r\n{}").problem()).isEqualTo("unknown-outcome");
        assertThat(hedges("won") + hedges("lost")).isEqualTo(before);
    }
}

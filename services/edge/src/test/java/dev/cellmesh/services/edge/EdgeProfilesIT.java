package dev.cellmesh.services.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.profile.ConflictRule;
import dev.cellmesh.model.profile.Level;
import dev.cellmesh.model.profile.Precondition;
import dev.cellmesh.model.profile.Profile;
import dev.cellmesh.model.profile.ReadProfile;
import dev.cellmesh.model.profile.Residence;
import dev.cellmesh.model.profile.WriteProfile;
import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.runtime.consistency.ProfilesDocument;
import dev.cellmesh.runtime.consistency.PublishedProfile;
import dev.cellmesh.runtime.consistency.PublishedProfiles;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.testkit.http.RawClient;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The edge stands in us-east1, and the tenant is at home in europe-west1: what the cells promise decides who is asked. */
class EdgeProfilesIT extends EdgeFixture {
    private static final String BASE = "/v1/tenants/{tenant}/";
    private static final String OWN = "/v1/tenants/acme/";
    private static final ProfilesDocument PROFILES = new PublishedProfiles(List.of(
                    read("account", Residence.HOME, Level.STRONG),
                    write("account", Residence.HOME),
                    read("name", Residence.HOME, Level.SESSION),
                    read("email", Residence.GLOBAL, Level.GLOBAL),
                    write("email", Residence.GLOBAL),
                    read("tags", Residence.EVERY_REGION, Level.EVENTUAL),
                    write("tags", Residence.EVERY_REGION)))
            .document();

    private final AtomicInteger notModified = new AtomicInteger();

    private static PublishedProfile read(String entity, Residence residence, Level level) {
        return published("GET", entity, ReadProfile.of(entity, residence, ConflictRule.VERSION, level));
    }

    private static PublishedProfile write(String entity, Residence residence) {
        return published(
                "POST",
                entity,
                new WriteProfile(entity, residence, ConflictRule.VERSION, Durability.LOCAL, Precondition.IGNORED));
    }

    private static PublishedProfile published(String method, String entity, Profile profile) {
        return new PublishedProfile("things", method + entity, method, BASE + entity + "/{id}", profile);
    }

    @BeforeEach
    void liveInEurope() {
        routes = inEurope(1, 1, 2);
    }

    private static RouteSnapshot inEurope(long epoch, Integer... numbers) {
        List<CellId> here =
                List.of(numbers).stream().map(number -> new CellId(US, number)).toList();
        Map<Region, List<CellId>> members = Map.of(US, here, EU, List.of(new CellId(EU, 1)));
        return new RouteSnapshot(
                epoch,
                Map.of(RingId.of(EU), 1L),
                Map.of(ACME, new TenantRoute(ACME, EU, TenantStatus.ACTIVE, members)));
    }

    private FakeCell home() {
        return cells.get(new CellId(EU, 1));
    }

    private void tell(HttpServerRequest request) {
        Reply reply = PROFILES.reply(request.getHeader("If-None-Match"));
        if (reply.status() == 304) {
            notModified.incrementAndGet();
        }
        reply.headers().forEach(request.response()::putHeader);
        request.response().setStatusCode(reply.status()).end(reply.body());
    }

    private void allTell() {
        cells.values().forEach(cell -> cell.tellsProfiles(this::tell));
    }

    private double known() {
        return meters.get("cellmesh.edge.operations.known").gauge().value();
    }

    private void startKnowing() {
        startEdge();
        await(() -> known() == 7);
    }

    private RawClient.Answer reading(String entity, String... headers) {
        return ask(head("GET", OWN + entity + "/1", headers) + "\r\n");
    }

    private RawClient.Answer writing(String entity) {
        return ask(head("POST", OWN + entity + "/1", "Idempotency-Key: k1", "Content-Length: 2") + "\r\n{}");
    }

    private static String regionOf(RawClient.Answer answer) {
        String cell = answer.header("X-Cell");
        return cell == null ? answer.problem() : cell.substring(0, cell.lastIndexOf('-'));
    }

    @Test
    void theProfileDecidesWhoIsAsked() {
        allTell();
        startKnowing();
        assertThat(regionOf(reading("account"))).isEqualTo(EU.name());
        assertThat(regionOf(writing("account"))).isEqualTo(EU.name());
        assertThat(regionOf(reading("name"))).isEqualTo(US.name());
        assertThat(regionOf(reading("name", "X-Consistency-Level: strong"))).isEqualTo(EU.name());
        assertThat(regionOf(reading("email"))).isEqualTo(US.name());
        assertThat(regionOf(writing("email"))).isEqualTo(US.name());
        assertThat(regionOf(reading("tags"))).isEqualTo(US.name());
        assertThat(regionOf(writing("tags"))).isEqualTo(US.name());
        assertThat(regionOf(reading("unheard-of"))).isEqualTo(EU.name());
    }

    @Test
    void aQueryDoesNotHideTheOperation() {
        allTell();
        startKnowing();
        assertThat(regionOf(ask(head("GET", OWN + "tags/1?limit=5") + "\r\n"))).isEqualTo(US.name());
    }

    @Test
    void whoKnowsNothingSendsEverythingHomeUntilACellTells() {
        startEdge();
        for (String entity : List.of("account", "name", "email", "tags")) {
            assertThat(regionOf(reading(entity))).isEqualTo(EU.name());
            assertThat(regionOf(writing(entity))).isEqualTo(EU.name());
        }
        RawClient.Answer unknown = ask("GET /v1/consistency HTTP/1.1\r\nHost: e\r\n\r\n");
        assertThat(unknown.status()).isEqualTo(503);
        assertThat(unknown.problem()).isEqualTo("region-unavailable");
        assertThat(unknown.header("Retry-After")).isEqualTo("1");
        cell(2).tellsProfiles(this::tell);
        await(() -> known() == 7);
        assertThat(regionOf(reading("name"))).isEqualTo(US.name());
    }

    @Test
    void anotherRegionTellsWhenOursCannot() {
        List.of(1, 2, 3).forEach(number -> cell(number).stop());
        home().tellsProfiles(this::tell);
        startKnowing();
    }

    @Test
    void withoutCellsHereRowsThatMayBeReadElsewhereAre() {
        allTell();
        startKnowing();
        List.of(1, 2, 3).forEach(number -> cell(number).stop());
        for (int i = 0; i < 3; i++) {
            assertThat(regionOf(reading("name"))).isEqualTo(EU.name());
            assertThat(regionOf(reading("tags"))).isEqualTo(EU.name());
            assertThat(regionOf(writing("email"))).isEqualTo(EU.name());
        }
        assertThat(meters.get("cellmesh.edge.cells.left.out").gauge().value()).isEqualTo(2);
        List.of(1, 2, 3).forEach(number -> cell(number).listen());
        await(() -> regionOf(reading("name")).equals(US.name()));
    }

    @Test
    void aRegionsOwnWriteNeverLeavesIt() {
        allTell();
        startKnowing();
        List.of(1, 2, 3).forEach(number -> cell(number).stop());
        for (int i = 0; i < 3; i++) {
            RawClient.Answer answer = writing("tags");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.problem()).isEqualTo("region-unavailable");
            assertThat(answer.text()).contains("\"region\":\"us-east1\"");
        }
        assertThat(requestsAtCells()).isZero();
    }

    @Test
    void cellsThatStopHandOverToHomeButForARegionsOwnWrite() {
        allTell();
        startKnowing();
        List.of(1, 2).forEach(number -> cell(number).answersProblem(503, "draining"));
        assertThat(regionOf(reading("name"))).isEqualTo(EU.name());
        assertThat(writing("tags").problem()).isEqualTo("draining");
    }

    @Test
    void homeWithoutItsCellsIsUnavailableHoweverNearOthersAre() {
        allTell();
        startKnowing();
        home().stop();
        assertThat(reading("account").problem()).isEqualTo("region-unavailable");
        assertThat(writing("account").text()).contains("\"region\":\"europe-west1\"");
        assertThat(regionOf(reading("name"))).isEqualTo(US.name());
        assertThat(requestsAtCells()).isEqualTo(1);
    }

    @Test
    void aMisdirectedLocalRequestFollowsTheNewRoutesHere() {
        allTell();
        startKnowing();
        cell(1).answersProblem(421, "misdirected");
        cell(2).answersProblem(421, "misdirected");
        routes = inEurope(2, 3);
        assertThat(writing("tags").header("X-Cell")).isEqualTo("us-east1-c03");
        assertThat(cell(3).seen.getFirst().headers().get("X-Route-Epoch")).isEqualTo("2");
        assertThat(home().requests()).isZero();
        assertThat(retries("misdirected")).isEqualTo(1);
    }

    @Test
    void theLastGoodListOutlivesARestartWithoutCells() {
        allTell();
        startKnowing();
        await(() -> stateFolder.resolve(ProfilesFeed.FILE).toFile().exists());
        stopEdge();
        cells.values().forEach(FakeCell::stop);
        startKnowing();
        assertThat(writing("tags").text()).contains("\"region\":\"us-east1\"");
        cells.values().forEach(FakeCell::listen);
        await(() -> notModified.get() > 0);
        assertThat(known()).isEqualTo(7);
    }

    @Test
    void aDamagedFileIsNotUsed() throws IOException {
        allTell();
        startKnowing();
        Path file = stateFolder.resolve(ProfilesFeed.FILE);
        await(() -> file.toFile().exists());
        stopEdge();
        cells.values()
                .forEach(cell -> cell.tellsProfiles(
                        request -> request.response().setStatusCode(503).end()));
        Files.writeString(file, Files.readString(file).replace("every-region", "home"));
        startEdge();
        assertThat(regionOf(reading("tags"))).isEqualTo(EU.name());
        assertThat(known()).isZero();
    }

    @Test
    void whatIsNoListIsNotBelievedAndTheNextCellIsAsked() {
        String huge = "{\"data\":[\"" + "x".repeat(ProfilesDocument.BYTES_MAX) + "\"]}";
        List<String> wrong =
                List.of("", "[]", "{}", "{\"data\":[]}", "{\"data\":[null]}", "{\"data\":[7]}", "{\"data", huge);
        AtomicInteger asked = new AtomicInteger();
        for (int number = 1; number <= 3; number++) {
            cell(number)
                    .tellsProfiles(
                            request -> request.response().end(wrong.get(asked.getAndIncrement() % wrong.size())));
        }
        startEdge();
        await(() -> asked.get() > wrong.size());
        assertThat(known()).isZero();
        home().tellsProfiles(this::tell);
        await(() -> known() == 7);
    }

    @Test
    void theEdgeTellsWhatItHasLearnt() {
        allTell();
        startKnowing();
        RawClient.Answer told = ask("GET /v1/consistency HTTP/1.1\r\nHost: e\r\n\r\n");
        assertThat(told.status()).isEqualTo(200);
        assertThat(told.text()).isEqualTo(PROFILES.body().toString());
        assertThat(told.header("Content-Type")).isEqualTo("application/json");
        assertThat(told.header("ETag")).isEqualTo(PROFILES.etag());
        RawClient.Answer same = ask(
                "GET /v1/consistency HTTP/1.1\r\nHost: e\r\nIf-None-Match: \"x\", W/" + PROFILES.etag() + "\r\n\r\n");
        assertThat(same.status()).isEqualTo(304);
        RawClient.Answer posted = ask("POST /v1/consistency HTTP/1.1\r\nHost: e\r\nContent-Length: 0\r\n\r\n");
        assertThat(posted.problem()).isEqualTo("method-not-allowed");
        assertThat(posted.header("Allow")).isEqualTo("GET");
        assertThat(requestsAtCells()).isZero();
    }
}

package dev.cellmesh.services.collab;

import static dev.cellmesh.services.collab.Collab.assertProblem;
import static dev.cellmesh.services.collab.Collab.data;
import static dev.cellmesh.services.collab.Collab.token;
import static dev.cellmesh.testkit.cell.ThreeRegions.ALL;
import static dev.cellmesh.testkit.cell.ThreeRegions.ASIA;
import static dev.cellmesh.testkit.cell.ThreeRegions.EU;
import static dev.cellmesh.testkit.cell.ThreeRegions.US;
import static dev.cellmesh.testkit.cell.ThreeRegions.json;
import static dev.cellmesh.testkit.cell.ThreeRegions.newKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.problem.ProblemType;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Do the comments of three regions come in one order, and all of them? */
class CommentsIT {
    /** Less than what clocks refuse to believe, and more than a few requests take. */
    private static final Duration US_AHEAD = Duration.ofMillis(450);

    private static Collab collab;

    @BeforeAll
    static void start() throws Exception {
        collab = new Collab(region ->
                region.equals(US) ? InstantSource.offset(InstantSource.system(), US_AHEAD) : InstantSource.system());
    }

    @AfterAll
    static void stop() throws Exception {
        collab.close();
    }

    @AfterEach
    void replicate() {
        collab.holdUpReplication(false);
    }

    private static String newThread() {
        return "/documents/" + UUID.randomUUID() + "/comments";
    }

    private static JsonObject text(String text) {
        return new JsonObject().put("text", text);
    }

    private static HttpResponse<String> write(Region region, String thread, String text) throws Exception {
        HttpResponse<String> written = collab.mesh().write("POST", region, thread, text(text));
        assertThat(written.statusCode()).as(written.body()).isEqualTo(201);
        return written;
    }

    private static HttpResponse<String> page(Region region, String thread, int limit, Optional<String> after)
            throws Exception {
        HttpResponse<String> page = collab.mesh()
                .get(
                        region,
                        thread + "?limit=" + limit
                                + after.map(next -> "&after=" + next).orElse(""));
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        return page;
    }

    private static List<String> texts(JsonObject page) {
        return page.getJsonArray("data").stream()
                .map(comment -> ((JsonObject) comment).getString("text"))
                .toList();
    }

    private static List<String> readAll(Region region, String thread, int limit) throws Exception {
        List<String> all = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            JsonObject page = json(page(region, thread, limit, after));
            assertThat(page.getJsonArray("data").size()).isLessThanOrEqualTo(limit);
            all.addAll(texts(page));
            after = Optional.ofNullable(page.getString("next"));
        } while (after.isPresent());
        return all;
    }

    @Test
    void aCommentIsReadInEveryRegion() throws Exception {
        String thread = newThread();
        HttpResponse<String> written = write(EU, thread, "tabs\tand\nlines 😀");
        JsonObject comment = data(written);
        assertThat(comment.getString("author")).isEqualTo("ann");
        assertThat(comment.getString("region")).isEqualTo("europe-west1");
        for (Region region : ALL) {
            HttpResponse<String> read = collab.mesh().get(region, thread + "/" + comment.getString("id"));
            assertThat(json(read)).isEqualTo(json(written));
            assertThat(json(page(region, thread, 10, Optional.empty()))
                            .getJsonArray("data")
                            .getJsonObject(0))
                    .isEqualTo(comment);
        }
        assertProblem(collab.mesh().get(US, thread + "/" + UUID.randomUUID()), ProblemType.UNKNOWN_ENTITY);
        assertThat(texts(json(page(US, newThread(), 10, Optional.empty())))).isEmpty();
    }

    @Test
    void pagesGoThroughTheRowsOfAllRegionsInOneOrder() throws Exception {
        String thread = newThread();
        for (int i = 0; i < 10; i++) {
            write(ALL.get(i % 3), thread, "comment " + i);
        }
        List<String> all = readAll(US, thread, 50);
        assertThat(all).hasSize(10).doesNotHaveDuplicates();
        for (Region region : ALL) {
            assertThat(readAll(region, thread, 3)).isEqualTo(all);
            assertThat(readAll(region, thread, 10)).isEqualTo(all);
            assertThat(readAll(region, thread, 1)).isEqualTo(all);
        }
    }

    private static HttpResponse<String> answer(Region region, String thread, String text, Optional<String> token)
            throws Exception {
        HttpRequest.Builder request = collab.mesh()
                .request(region, thread)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", newKey())
                .POST(HttpRequest.BodyPublishers.ofString(text(text).encode()));
        token.ifPresent(seen -> request.header("X-Last-Write-Timestamp", seen));
        HttpResponse<String> answered = collab.mesh().send(request);
        assertThat(answered.statusCode()).as(answered.body()).isEqualTo(201);
        return answered;
    }

    /** The clock of the United States is ahead of the others. */
    @Test
    void anAnswerStandsBehindWhatItsWriterHadReadWhateverTheClocksSay() throws Exception {
        String thread = newThread();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Region region = ALL.get(i % 3);
            // Somebody else's read: all it knows of the writer is what it shows.
            Optional<String> seen =
                    i == 0 ? Optional.empty() : Optional.of(token(collab.mesh().get(region, thread)));
            answer(region, thread, "comment " + i, seen);
            expected.add("comment " + i);
        }
        assertThat(readAll(ASIA, thread, 4)).isEqualTo(expected);
    }

    @Test
    void whoWritesInTwoRegionsIsReadInThatOrder() throws Exception {
        String thread = newThread();
        HttpResponse<String> first = answer(US, thread, "first", Optional.empty());
        answer(EU, thread, "second", Optional.of(token(first)));
        assertThat(readAll(ASIA, thread, 4)).containsExactly("first", "second");
    }

    /** The answer was lost, and the client asked again elsewhere. */
    @Test
    void whoHeardOfAWriteByItsReplayWritesBehindIt() throws Exception {
        String thread = newThread();
        String key = newKey();
        collab.mesh().write("POST", US, thread, text("first"), key, Optional.empty());
        HttpResponse<String> replayed = collab.mesh().write("POST", ASIA, thread, text("first"), key, Optional.empty());
        assertThat(replayed.headers().firstValue("Idempotent-Replayed")).contains("true");
        answer(EU, thread, "second", Optional.of(token(replayed)));
        assertThat(readAll(ASIA, thread, 4)).containsExactly("first", "second");
    }

    @Test
    void aLateCommentMayFallIntoAPageThatWasReadAndMovesNoOther() throws Exception {
        String thread = newThread();
        String seen = token(write(US, thread, "first"));
        seen = token(answer(EU, thread, "late", Optional.of(seen)));
        seen = token(answer(US, thread, "second", Optional.of(seen)));
        answer(US, thread, "third", Optional.of(seen));
        List<String> complete = readAll(EU, thread, 10);
        collab.holdUpReplication(true);
        JsonObject page = json(page(US, thread, 2, Optional.empty()));
        assertThat(texts(page)).containsExactly("first", "second");
        collab.holdUpReplication(false);
        List<String> rest = texts(json(page(US, thread, 10, Optional.of(page.getString("next")))));
        assertThat(rest).containsExactly("third");
        assertThat(readAll(US, thread, 2)).isEqualTo(complete).containsExactly("first", "late", "second", "third");
    }

    @Test
    void aRepeatedCommentIsWrittenOnce() throws Exception {
        String thread = newThread();
        String key = newKey();
        HttpResponse<String> first = collab.mesh().write("POST", US, thread, text("once"), key, Optional.empty());
        for (Region region : ALL) {
            HttpResponse<String> again =
                    collab.mesh().write("POST", region, thread, text("once"), key, Optional.empty());
            assertThat(again.statusCode()).isEqualTo(201);
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
        }
        assertProblem(
                collab.mesh().write("POST", EU, thread, text("twice"), key, Optional.empty()),
                ProblemType.IDEMPOTENCY_KEY_REUSED);
        assertThat(readAll(EU, thread, 10)).containsExactly("once");
    }
}

package dev.cellmesh.services.payments;

import static dev.cellmesh.services.payments.CellFixture.newKey;
import static dev.cellmesh.services.payments.CellFixture.transfer;
import static dev.cellmesh.services.payments.CellFixture.transfers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.problem.ProblemType;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Does no write of an old epoch come behind the change of the epoch, even when it was under way? */
class FenceIT {
    private static final int CLIENTS = 8;
    private static final int TRANSFERS = 400;
    private static final int BEFORE_THE_CHANGE = 100;

    @Test
    void nothingIsWrittenBehindTheChange() throws Exception {
        try (CellFixture fixture = new CellFixture();
                ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            String from = fixture.openAccount("EUR", 10_000);
            String to = fixture.openAccount("EUR", 0);
            AtomicInteger sent = new AtomicInteger();
            AtomicLong writtenAtTheChange = new AtomicLong();
            List<Future<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < TRANSFERS; i++) {
                answers.add(clients.submit(() -> {
                    if (sent.incrementAndGet() == BEFORE_THE_CHANGE) {
                        fixture.execute("UPDATE writer_epoch SET epoch = 2");
                        writtenAtTheChange.set(fixture.number("SELECT count(*) FROM transfer"));
                        return null;
                    }
                    return fixture.send(
                            fixture.post(transfers(), transfer(from, to, 1)).header("Idempotency-Key", newKey()));
                }));
            }
            int done = 0;
            int fenced = 0;
            for (Future<HttpResponse<String>> answer : answers) {
                HttpResponse<String> response = answer.get(60, TimeUnit.SECONDS);
                if (response == null) {
                    continue;
                }
                if (response.statusCode() == 201) {
                    done++;
                } else {
                    assertThat(new JsonObject(response.body()).getString("type"))
                            .isEqualTo(ProblemType.FENCED.uri());
                    fenced++;
                }
            }
            assertThat(done).isPositive();
            assertThat(fenced).isGreaterThan(TRANSFERS - BEFORE_THE_CHANGE - CLIENTS * 2);
            assertThat(fixture.number("SELECT count(*) FROM transfer")).isEqualTo(done);
            assertThat(writtenAtTheChange).hasValue(done);
            fixture.routes.writerEpoch(2);
            assertThat(fixture.write(transfers(), transfer(from, to, 1)).statusCode())
                    .isEqualTo(201);
        }
    }
}

package dev.cellmesh.runtime.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.runtime.node.DatabaseSizes;
import dev.cellmesh.runtime.node.ServiceSizes;
import dev.cellmesh.runtime.pipeline.Exchange;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.pipeline.TraceContext;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.service.Input;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BulkheadTest {
    private final MeterRegistry meters = new SimpleMeterRegistry();

    private Bulkhead bulkhead(int inFlightMax, int writesReserved) {
        ServiceSizes sizes = new ServiceSizes(inFlightMax, writesReserved, 1, DatabaseSizes.even(1, 1, 1_000, 1_000));
        return new Bulkhead("payments", sizes, "write"::equals, meters);
    }

    private static Exchange exchange(String operation) {
        Input input = new Input(
                operation,
                "GET",
                "/v1/x",
                "/v1/x",
                Map.of("tenant", "acme"),
                Map.of(),
                MultiMap.caseInsensitiveMultiMap(),
                new JsonObject());
        return new Exchange(input, TraceContext.continued(null, new Random(1)), 1);
    }

    private static Future<Reply> send(Bulkhead bulkhead, String operation, Promise<Reply> work) {
        return bulkhead.handle(exchange(operation), work::future);
    }

    private static Promise<Reply> admitted(Bulkhead bulkhead, String operation) {
        Promise<Reply> work = Promise.promise();
        assertThat(send(bulkhead, operation, work).isComplete()).isFalse();
        return work;
    }

    private static void assertRefused(Bulkhead bulkhead, String operation) {
        Future<Reply> reply = bulkhead.handle(exchange(operation), () -> {
            throw new AssertionError("a refused request does no work");
        });
        assertThat(reply.result().status()).isEqualTo(ProblemType.OVERLOADED.status());
        assertThat(reply.result().outcome()).isEqualTo(ProblemType.OVERLOADED.slug());
        assertThat(reply.result().headers()).containsKey(Reply.RETRY_AFTER);
    }

    @Test
    void whatIsTooMuchIsRefusedBeforeAnyWork() {
        Bulkhead bulkhead = bulkhead(2, 0);
        Promise<Reply> first = admitted(bulkhead, "read");
        admitted(bulkhead, "write");

        assertRefused(bulkhead, "read");
        assertRefused(bulkhead, "write");

        first.complete(Reply.json(200, new JsonObject()));
        admitted(bulkhead, "read");
        assertThat(meters.get("cellmesh.service.in.flight").gauge().value()).isEqualTo(2);
        assertThat(meters.get("cellmesh.service.refused").counter().count()).isEqualTo(2);
    }

    @Test
    void readsLeaveSomePlacesToWrites() {
        Bulkhead bulkhead = bulkhead(3, 2);
        admitted(bulkhead, "read");

        assertRefused(bulkhead, "read");
        admitted(bulkhead, "write");
        admitted(bulkhead, "write");
        assertRefused(bulkhead, "write");
    }

    @Test
    void aPlaceComesBackHoweverTheWorkEnds() {
        Bulkhead bulkhead = bulkhead(1, 0);
        admitted(bulkhead, "read").fail(new IllegalStateException("bug"));
        assertThatThrownBy(() -> bulkhead.handle(exchange("read"), () -> {
                    throw new IllegalStateException("bug");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(bulkhead.inFlight()).isZero();
        admitted(bulkhead, "read");
    }
}

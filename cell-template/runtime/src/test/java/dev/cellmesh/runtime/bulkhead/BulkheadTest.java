package dev.cellmesh.runtime.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.model.route.TenantStatus;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BulkheadTest {
    private static final Region HERE = new Region("us-east1");

    private final MeterRegistry meters = new SimpleMeterRegistry();

    private Bulkhead bulkhead(int inFlightMax, int writesReserved) {
        ServiceSizes sizes = new ServiceSizes(inFlightMax, writesReserved, 1, DatabaseSizes.even(1, 1, 1_000, 1_000));
        return new Bulkhead("payments", sizes, "write"::equals, () -> 1, meters);
    }

    private static Exchange exchange(String operation) {
        return exchange("acme", operation);
    }

    private static Exchange exchange(String tenant, String operation) {
        Input input = new Input(
                operation,
                "GET",
                "/v1/x",
                "/v1/x",
                Map.of("tenant", "acme"),
                Map.of(),
                MultiMap.caseInsensitiveMultiMap(),
                new JsonObject());
        Exchange exchange = new Exchange(input, TraceContext.continued(null, new Random(1)), 1);
        exchange.routedBy(
                RouteSnapshot.NONE,
                new TenantRoute(
                        new TenantId(tenant), HERE, TenantStatus.ACTIVE, Map.of(HERE, List.of(new CellId(HERE, 1)))));
        return exchange;
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
    void aTenantLeavesHalfOfTheServiceToTheOthersOnceThereAreAny() {
        Bulkhead bulkhead = bulkhead(8, 0);
        List<Promise<Reply>> busy = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            busy.add(admitted(bulkhead, "write"));
        }
        Promise<Reply> never = Promise.promise();
        assertThat(bulkhead.handle(exchange("other", "write"), never::future).isComplete())
                .isFalse();
        assertRefused(bulkhead, "write");
        assertThat(meters.get("cellmesh.service.refused").counter().count()).isEqualTo(1);

        busy.subList(0, 3).forEach(work -> work.complete(Reply.json(200, new JsonObject())));
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

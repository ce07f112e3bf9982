package dev.cellmesh.runtime.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.model.route.TenantPlan;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.model.route.TenantStatus;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteSnapshotJsonTest {
    private static final List<Region> REGIONS =
            List.of(new Region("us-east1"), new Region("europe-west1"), new Region("asia-southeast1"));

    @Provide
    Arbitrary<RouteSnapshot> snapshots() {
        Arbitrary<TenantRoute> routes = Combinators.combine(
                        Arbitraries.strings()
                                .withCharRange('a', 'z')
                                .ofMinLength(2)
                                .ofMaxLength(20)
                                .map(TenantId::new),
                        Arbitraries.of(REGIONS),
                        Arbitraries.of(TenantStatus.class),
                        Arbitraries.integers().between(1, 900),
                        Arbitraries.integers().between(1, 4))
                .as((tenant, home, status, first, k) -> new TenantRoute(
                        tenant,
                        home,
                        status,
                        REGIONS.stream().collect(Collectors.toMap(region -> region, region -> cells(region, first, k))),
                        first % 2 == 0 ? Map.of() : Map.of(home, cells(home, first + 50, 1)),
                        new TenantPlan("p" + k, first, k)));
        return Combinators.combine(
                        Arbitraries.longs().between(1, Long.MAX_VALUE),
                        Arbitraries.maps(
                                Arbitraries.of(REGIONS).map(RingId::of),
                                Arbitraries.longs().between(1, Long.MAX_VALUE)),
                        routes.list().ofMaxSize(20))
                .as((epoch, writers, list) -> new RouteSnapshot(
                        epoch,
                        writers,
                        list.stream().collect(Collectors.toMap(TenantRoute::tenant, route -> route, (a, b) -> a))));
    }

    private static List<CellId> cells(Region region, int first, int k) {
        return IntStream.range(first, first + k)
                .mapToObj(number -> new CellId(region, number))
                .toList();
    }

    @Property(tries = 200)
    void whatIsEncodedIsRead(@ForAll("snapshots") RouteSnapshot snapshot) {
        Buffer bytes = RouteSnapshotJson.encode(snapshot);
        assertThat(RouteSnapshotJson.decode(bytes)).isEqualTo(snapshot);
        assertThat(RouteSnapshotJson.encode(RouteSnapshotJson.decode(bytes))).isEqualTo(bytes);
    }

    @Property(tries = 200)
    void aTruncatedOneIsRefused(@ForAll("snapshots") RouteSnapshot snapshot, @ForAll double part) {
        Buffer bytes = RouteSnapshotJson.encode(snapshot);
        int length = (int) (Math.abs(part) % 1 * bytes.length());
        assertThatIllegalArgumentException().isThrownBy(() -> RouteSnapshotJson.decode(bytes.getBuffer(0, length)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "7",
                "{}",
                "{\"epoch\":0,\"writerEpochs\":{},\"tenants\":[]}",
                "{\"epoch\":\"7\",\"writerEpochs\":{},\"tenants\":[]}",
                "{\"epoch\":7.5,\"writerEpochs\":{},\"tenants\":[]}",
                "{\"epoch\":99999999999999999999,\"writerEpochs\":{},\"tenants\":[]}",
                "{\"epoch\":7,\"writerEpochs\":[],\"tenants\":[]}",
                "{\"epoch\":7,\"writerEpochs\":{\"US\":1},\"tenants\":[]}",
                "{\"epoch\":7,\"writerEpochs\":{\"us\":-1},\"tenants\":[]}",
                "{\"epoch\":7,\"writerEpochs\":{},\"tenants\":{}}",
                "{\"epoch\":7,\"writerEpochs\":{},\"tenants\":[null]}",
                "{\"epoch\":7,\"writerEpochs\":{},\"tenants\":[{}]}",
                "{\"epoch\":7,\"writerEpochs\":{},\"tenants\":[{\"tenant\":\"a b\",\"home\":\"us\",\"status\":\"active\",\"cells\":{\"us\":[\"us-c01\"]}}]}",
                "{\"epoch\":7,\"writerEpochs\":{},\"tenants\":[{\"tenant\":\"acme\",\"home\":\"us\",\"status\":\"active\",\"cells\":{}}]}",
                "{\"epoch\":7,\"writerEpochs\":{},\"tenants\":[{\"tenant\":\"acme\",\"home\":\"us\",\"status\":\"gone\",\"cells\":{\"us\":[\"us-c01\"]}}]}",
                "{\"epoch\":7,\"writerEpochs\":{},\"tenants\":[{\"tenant\":\"acme\",\"home\":\"us\",\"status\":\"active\",\"cells\":{\"us\":[\"eu-c01\"]}}]}",
                "{\"epoch\":7,\"writerEpochs\":{},\"tenants\":[{\"tenant\":\"acme\",\"home\":\"us\",\"status\":\"active\",\"cells\":{\"us\":[\"us-c01\",\"us-c01\"]}}]}",
                "{\"epoch\":7,\"writerEpochs\":{},\"tenants\":[{\"tenant\":\"acme\",\"home\":\"us\",\"status\":\"active\",\"cells\":{\"us\":[7]}}]}"
            })
    void anInconsistentOneIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> RouteSnapshotJson.decode(Buffer.buffer(text)));
    }

    @Test
    void moreMembersAreIgnored() {
        assertThat(RouteSnapshotJson.decode(
                        Buffer.buffer("{\"epoch\":7,\"writerEpochs\":{\"us\":2},\"tenants\":[],\"new\":{\"a\":1}}")))
                .isEqualTo(new RouteSnapshot(7, Map.of(RingId.of(new Region("us")), 2L), Map.of()));
    }
}

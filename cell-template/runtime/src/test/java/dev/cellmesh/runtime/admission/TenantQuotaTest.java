package dev.cellmesh.runtime.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.model.route.TenantPlan;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.runtime.node.AdmissionSizes;
import dev.cellmesh.runtime.node.Weakness;
import dev.cellmesh.runtime.pipeline.Exchange;
import dev.cellmesh.runtime.pipeline.Pipeline;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.pipeline.TraceContext;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.service.Input;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TenantQuotaTest {
    private static final Region HERE = new Region(Nodes.REGION);
    private static final TenantPlan THREE = new TenantPlan("three", 3, 3);
    private static final Pattern LIMIT = Pattern.compile("\"three\";r=(\\d+);t=(\\d+)");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private long nowNanos = 5_000_000_000L;
    private TenantQuota quota = quota(100);

    private TenantQuota quota(int tenantsMax, Weakness... without) {
        AdmissionSizes sizes = new AdmissionSizes(1, 1, 1, 1, 1, tenantsMax);
        return new TenantQuota(Nodes.cell(Nodes.sizes(100, sizes), Set.of(without), meters, () -> nowNanos));
    }

    private Reply ask(String tenant) {
        return ask(tenant, THREE);
    }

    private Reply ask(String tenant, TenantPlan plan) {
        TenantRoute route = new TenantRoute(
                new TenantId(tenant),
                HERE,
                TenantStatus.ACTIVE,
                Map.of(HERE, List.of(new CellId(HERE, 1))),
                Map.of(),
                plan);
        Input input = new Input(
                "read", "GET", "/", "/", Map.of(), Map.of(), MultiMap.caseInsensitiveMultiMap(), new JsonObject());
        Exchange exchange = new Exchange(input, TraceContext.continued(null, new Random(1)), nowNanos);
        exchange.routedBy(RouteSnapshot.NONE, route);
        return new Pipeline(
                        List.of(quota, (admitted, next) -> Future.succeededFuture(Reply.json(200, new JsonObject()))))
                .run(exchange)
                .result();
    }

    private static Matcher limit(Reply reply) {
        Matcher matcher = LIMIT.matcher(reply.headers().get(RateLimitFields.LIMIT));
        assertThat(matcher.matches()).isTrue();
        return matcher;
    }

    @Test
    void everyAnswerSaysWhatIsLeft() {
        Reply reply = ask("acme");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers()).containsEntry(RateLimitFields.POLICY, "\"three\";q=3;w=1");
        assertThat(limit(reply).group(1)).isEqualTo("2");
        ask("acme");
        assertThat(limit(ask("acme")).group(1)).isEqualTo("0");
    }

    @Test
    void whoIsBeyondHearsWhenToComeBackAndIsRightThen() {
        ask("acme");
        ask("acme");
        ask("acme");
        Reply refused = ask("acme");
        assertThat(refused.outcome()).isEqualTo(ProblemType.QUOTA_EXCEEDED.slug());
        assertThat(refused.status()).isEqualTo(429);
        assertThat(limit(refused).group(1)).isEqualTo("0");
        int retryAfter = Integer.parseInt(refused.headers().get(Reply.RETRY_AFTER));
        assertThat(retryAfter)
                .isPositive()
                .isGreaterThanOrEqualTo(Integer.parseInt(limit(refused).group(2)));
        assertThat(new JsonObject(refused.body()).getJsonArray("violated-policies"))
                .containsExactly("three");
        assertThat(meters.get("cellmesh.quota.throttled").counter().count()).isEqualTo(1);
        nowNanos += retryAfter * 1_000_000_000L;
        assertThat(ask("acme").status()).isEqualTo(200);
    }

    @Test
    void oneTenantDoesNotUseUpAnothers() {
        for (int i = 0; i < 10; i++) {
            ask("acme");
        }
        assertThat(ask("bolt").status()).isEqualTo(200);
    }

    @Test
    void aChangedPlanCountsFromTheNextRequestOn() {
        for (int i = 0; i < 10; i++) {
            ask("acme");
        }
        TenantPlan more = new TenantPlan("more", 1_000, 1_000);
        nowNanos += 10_000_000L;
        Reply reply = ask("acme", more);
        assertThat(reply.status()).isEqualTo(429);
        nowNanos += 10_000_000L;
        assertThat(ask("acme", more).status()).isEqualTo(200);
    }

    @Test
    void onlySoManyTenantsAreRemembered() {
        quota = quota(2);
        for (int i = 0; i < 3; i++) {
            ask("acme");
        }
        ask("bolt");
        assertThat(ask("acme").status()).isEqualTo(429);
        ask("cord");
        ask("dune");
        assertThat(Optional.of(ask("acme").status())).contains(200);
    }

    @Test
    void withoutAdmissionThereIsNoQuota() {
        quota = quota(2, Weakness.ADMISSION);
        for (int i = 0; i < 10; i++) {
            assertThat(ask("acme").status()).isEqualTo(200);
        }
    }
}

package dev.cellmesh.local.prove.isolation;

import dev.cellmesh.local.prove.isolation.Ground.Tenant;
import dev.cellmesh.local.prove.isolation.load.Stream.Asked;
import dev.cellmesh.local.prove.isolation.load.Stream.Requests;
import dev.cellmesh.model.route.TenantPlan;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Many tenants who ask for the same kind of thing, each time another one of them. */
record Crowd(List<Tenant> tenants) {
    Crowd {
        tenants = List.copyOf(tenants);
    }

    /** New ones, known to every node when this returns. */
    static Crowd of(Ground ground, String prefix, int number, String home, TenantPlan plan)
            throws InterruptedException {
        List<Tenant> tenants = new ArrayList<>();
        for (int i = 1; i <= number; i++) {
            tenants.add(ground.tenant(String.format("%s-%04d", prefix, i), home, plan));
        }
        ground.awaitRoutes();
        return new Crowd(tenants);
    }

    Tenant any(RandomGenerator random) {
        return tenants.get(random.nextInt(tenants.size()));
    }

    /** A local read that needs nothing to be there: of a document's reactions, none as long as nobody reacted. */
    Requests reads(URI edge) {
        return random -> read(edge, any(random), random);
    }

    /** The same; the tenants take turns, so that each asks equally often. */
    Requests readsInTurn(URI edge) {
        return new Requests() {
            private int next;

            @Override
            public Asked next(RandomGenerator random) {
                return read(edge, tenants.get(next++ % tenants.size()), random);
            }
        };
    }

    private static Asked read(URI edge, Tenant tenant, RandomGenerator random) {
        return Wishes.get(edge, tenant, reactions(random));
    }

    /** A write of the region's own row, acknowledged in that region. */
    Requests writes(URI edge) {
        return random -> Wishes.write(
                HttpMethod.POST,
                edge,
                any(random),
                reactions(random),
                new JsonObject().put("kind", "like").put("delta", 1),
                random);
    }

    private static String reactions(RandomGenerator random) {
        return "/documents/" + new UUID(random.nextLong(), random.nextLong()) + "/reactions";
    }
}

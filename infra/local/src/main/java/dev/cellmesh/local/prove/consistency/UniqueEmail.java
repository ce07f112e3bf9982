package dev.cellmesh.local.prove.consistency;

import dev.cellmesh.local.prove.Finding;
import dev.cellmesh.local.prove.Parallel;
import dev.cellmesh.local.prove.TenantApi;
import dev.cellmesh.local.prove.TenantApi.Settled;
import dev.cellmesh.local.prove.Violation;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Does one e-mail address ever have two owners? It is asked for in three regions at the same moment, many times. */
final class UniqueEmail implements Check {
    private static final int RACES = 1_000;
    /** Fewer may all be won by distance alone, whatever the database does. */
    private static final int RACES_MIN = 60;

    private static final int RACES_AT_ONCE = 4;

    @Override
    public String name() {
        return "unique-email";
    }

    @Override
    public List<Finding> run(World world) throws Exception {
        World.Tenant tenant = world.tenant("mail");
        int races = Math.max(RACES_MIN, world.share(RACES));
        AtomicIntegerArray winners = new AtomicIntegerArray(races);
        List<Runnable> tasks = new ArrayList<>();
        for (int race = 0; race < races; race++) {
            for (String region : world.regions()) {
                int number = race;
                tasks.add(() -> {
                    if (wins(world, tenant, region, world.unique("race-" + number) + "@example.com")) {
                        winners.incrementAndGet(number);
                    }
                });
            }
        }
        Parallel.run(tasks, RACES_AT_ONCE * world.regions().size());
        int exactlyOne = 0;
        int several = 0;
        for (int race = 0; race < races; race++) {
            exactlyOne += winners.get(race) == 1 ? 1 : 0;
            several += winners.get(race) > 1 ? 1 : 0;
        }
        return List.of(new Finding(
                "races of three regions for one address: exactly one winner",
                races + " of " + races,
                exactlyOne + ", several in " + several,
                exactlyOne == races));
    }

    private static boolean wins(World world, World.Tenant tenant, String region, String email) {
        Settled answer = world.api.settle(TenantApi.write(
                        "POST",
                        world.edge(region) + tenant.path("/identities"),
                        tenant.token(),
                        UUID.randomUUID().toString(),
                        new JsonObject().put("email", email))
                .build());
        return switch (answer.status()) {
            case 201 -> true;
            case 422 -> false;
            default -> throw new Violation("an identity was answered with " + answer.bytes());
        };
    }
}

package dev.cellmesh.runtime.consistency;

import dev.cellmesh.runtime.service.CellService;
import dev.cellmesh.runtime.service.Operation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What does each operation of the mesh promise? Told by the very declarations that the pipeline keeps, with the methods and paths
 * of the OpenAPI files; nothing of it is written by hand.
 *
 * @param all by service, path and method
 */
public record PublishedProfiles(List<PublishedProfile> all) {
    private static final Comparator<PublishedProfile> ORDER = Comparator.comparing(PublishedProfile::service)
            .thenComparing(PublishedProfile::path)
            .thenComparing(PublishedProfile::method);

    public PublishedProfiles {
        all = all.stream().sorted(ORDER).toList();
    }

    /**
     * Those of some services.
     *
     * @param contracts the contract of each service, in the same order; more behind them are not looked at
     * @param operations of all of them, by operation id
     * @throws IllegalArgumentException when they are not exactly those of the contracts
     */
    public static PublishedProfiles of(
            List<CellService> services, List<OpenAPIContract> contracts, Map<String, Operation> operations) {
        List<PublishedProfile> all = new ArrayList<>();
        Set<String> withoutPath = new TreeSet<>(operations.keySet());
        for (int i = 0; i < services.size(); i++) {
            String service = services.get(i).name();
            for (io.vertx.openapi.contract.Operation declared : contracts.get(i).operations()) {
                String id = declared.getOperationId();
                if (!withoutPath.remove(id)) {
                    throw new IllegalArgumentException(service + " has no operation " + id + ", or two paths for it");
                }
                all.add(new PublishedProfile(
                        service,
                        id,
                        declared.getHttpMethod().name(),
                        declared.getOpenAPIPath(),
                        operations.get(id).profile()));
            }
        }
        if (!withoutPath.isEmpty()) {
            throw new IllegalArgumentException("no path leads to " + withoutPath);
        }
        return new PublishedProfiles(all);
    }

    public ProfilesDocument document() {
        JsonArray data = new JsonArray();
        all.forEach(profile -> data.add(profile.toJson()));
        return ProfilesDocument.of(new JsonObject().put("data", data).toBuffer());
    }
}

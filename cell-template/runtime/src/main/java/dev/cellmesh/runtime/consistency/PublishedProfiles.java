package dev.cellmesh.runtime.consistency;

import dev.cellmesh.runtime.service.Operation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
     * Those of one service.
     *
     * @param operations by operation id
     * @throws IllegalArgumentException when they are not exactly those of the contract
     */
    public static PublishedProfiles of(String service, OpenAPIContract contract, Map<String, Operation> operations) {
        List<PublishedProfile> all = new ArrayList<>();
        TreeSet<String> missing = new TreeSet<>(operations.keySet());
        for (io.vertx.openapi.contract.Operation declared : contract.operations()) {
            String id = declared.getOperationId();
            if (!missing.remove(id)) {
                throw new IllegalArgumentException(service + " has no operation " + id + ", or two paths for it");
            }
            all.add(new PublishedProfile(
                    service,
                    id,
                    declared.getHttpMethod().name(),
                    declared.getOpenAPIPath(),
                    operations.get(id).profile()));
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("no path leads to " + missing + " of " + service);
        }
        return new PublishedProfiles(all);
    }

    public PublishedProfiles and(PublishedProfiles others) {
        List<PublishedProfile> both = new ArrayList<>(all);
        both.addAll(others.all);
        return new PublishedProfiles(both);
    }

    public ProfilesDocument document() {
        JsonArray data = new JsonArray();
        all.forEach(profile -> data.add(profile.toJson()));
        return ProfilesDocument.of(new JsonObject().put("data", data).toBuffer());
    }
}

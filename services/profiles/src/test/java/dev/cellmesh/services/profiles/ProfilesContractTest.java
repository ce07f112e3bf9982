package dev.cellmesh.services.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.profile.WriteProfile;
import dev.cellmesh.runtime.service.Ids;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Do the OpenAPI file and the code say the same? */
class ProfilesContractTest {
    private static final ProfilesService SERVICE = new ProfilesService();

    private static Vertx vertx;
    private static OpenAPIContract contract;

    @BeforeAll
    static void load() {
        vertx = Vertx.vertx();
        contract = OpenAPIContract.from(vertx, SERVICE.openApi()).await();
    }

    @AfterAll
    static void close() {
        vertx.close().await();
    }

    private static Map<String, dev.cellmesh.runtime.service.Operation> operations() {
        return SERVICE.operations(new Ids(InstantSource.system(), new Random(1)));
    }

    @Test
    void theyHaveTheSameOperations() {
        assertThat(contract.operations().stream().map(Operation::getOperationId).collect(Collectors.toSet()))
                .isEqualTo(operations().keySet());
    }

    @Test
    void whateverIsNoGetWrites() {
        contract.operations()
                .forEach(operation -> assertThat(
                                !operation.getHttpMethod().name().equals("GET"))
                        .as(operation.getOperationId())
                        .isEqualTo(operations().get(operation.getOperationId()).profile() instanceof WriteProfile));
    }

    @Test
    void theyHaveTheSameLimits() {
        JsonObject change = schemaOf("/v1/tenants/{tenant}/profiles/{profile}/preferences", "patch");
        assertThat(change.getInteger("maxProperties")).isEqualTo(Preferences.FIELDS_MAX);
        JsonObject tags = schemaOf("/v1/tenants/{tenant}/profiles/{profile}/tags", "post");
        assertThat(tags.getJsonObject("properties").getJsonObject("tags").getInteger("maxItems"))
                .isLessThanOrEqualTo(Tags.TAGS_MAX);
    }

    private static JsonObject schemaOf(String path, String method) {
        return contract.getRawContract()
                .getJsonObject("paths")
                .getJsonObject(path)
                .getJsonObject(method)
                .getJsonObject("requestBody")
                .getJsonObject("content")
                .getJsonObject("application/json")
                .getJsonObject("schema");
    }
}

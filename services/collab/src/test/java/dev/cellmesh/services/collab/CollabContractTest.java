package dev.cellmesh.services.collab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.profile.WriteProfile;
import dev.cellmesh.runtime.service.Ids;
import io.vertx.core.Vertx;
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
class CollabContractTest {
    private static final CollabService SERVICE = new CollabService();

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
    void whatHasABodyWritesAndNeedsAKey() {
        contract.operations()
                .forEach(operation -> assertThat(operation.getRequestBody() != null)
                        .as(operation.getOperationId())
                        .isEqualTo(operations().get(operation.getOperationId()).profile() instanceof WriteProfile));
    }

    @Test
    void theyKnowOfTheSameLimitOfKinds() {
        String kind = contract.getRawContract()
                .getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject("Kind")
                .getString("description");
        assertThat(kind).contains("at most " + Reactions.KINDS_MAX + " kinds");
    }
}

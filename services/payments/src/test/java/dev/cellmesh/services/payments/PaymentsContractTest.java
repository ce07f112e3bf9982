package dev.cellmesh.services.payments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.service.Ids;
import dev.cellmesh.runtime.service.WriteOperation;
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
class PaymentsContractTest {
    private static final PaymentsService SERVICE = new PaymentsService();

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
                        .isEqualTo(operations().get(operation.getOperationId()) instanceof WriteOperation));
    }

    @Test
    void theyHaveTheSameLargestAmount() {
        JsonObject paths = contract.getRawContract().getJsonObject("paths");
        JsonObject transfer = schemaOf(paths.getJsonObject("/v1/tenants/{tenant}/transfers"));
        JsonObject account = schemaOf(paths.getJsonObject("/v1/tenants/{tenant}/accounts"));
        assertThat(transfer.getJsonObject("amount").getLong("maximum")).isEqualTo(Money.AMOUNT_MAX);
        assertThat(account.getJsonObject("openingBalance").getLong("maximum")).isEqualTo(Money.AMOUNT_MAX);
    }

    private static JsonObject schemaOf(JsonObject path) {
        return path.getJsonObject("post")
                .getJsonObject("requestBody")
                .getJsonObject("content")
                .getJsonObject("application/json")
                .getJsonObject("schema")
                .getJsonObject("properties");
    }
}

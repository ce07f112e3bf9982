package dev.cellmesh.services.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.service.Ids;
import dev.cellmesh.runtime.service.MergedRead;
import dev.cellmesh.runtime.service.ReadOperation;
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
class CatalogContractTest {
    private static final CatalogService SERVICE = new CatalogService();

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
    void whatIsGotReads() {
        contract.operations().forEach(operation -> {
            dev.cellmesh.runtime.service.Operation own = operations().get(operation.getOperationId());
            assertThat(operation.getHttpMethod().name().equals("GET"))
                    .as(operation.getOperationId())
                    .isEqualTo(own instanceof ReadOperation || own instanceof MergedRead);
        });
    }
}

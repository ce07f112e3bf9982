package dev.cellmesh.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathShapesTest {
    private final PathShapes shapes =
            new PathShapes(List.of("/v1/tenants/{tenant}/accounts", "/v1/tenants/{tenant}/accounts/{account}", "/v1"));

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1", "/v1/tenants/acme/accounts", "/v1/tenants/acme/accounts/7", "/v1/tenants/x/accounts/x_-9"
            })
    void whatHasAShapeMayBe(String path) {
        assertThat(shapes.mayHave(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2",
                "/v1/tenants",
                "/v1/tenants/acme",
                "/v1/tenants/acme/account",
                "/v1/tenants/acme/accounts2",
                "/v1/tenants/acme/transfers",
                "/v1/tenants/acme/accounts/7/ledger"
            })
    void whatHasNoneIsNot(String path) {
        assertThat(shapes.mayHave(path)).isFalse();
    }

    /** The router takes some of these for one of them, and refuses others. */
    @ParameterizedTest
    @ValueSource(strings = {"", "v2", "/", "/v2/", "/v2//x", "/v2/%61", "/v2/../v1", "/v2/a;b", "/v2/\u00e4"})
    void whatIsNotTidyIsLeftToTheRouter(String path) {
        assertThat(shapes.mayHave(path)).isTrue();
    }
}

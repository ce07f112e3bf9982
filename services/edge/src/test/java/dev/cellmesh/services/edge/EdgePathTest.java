package dev.cellmesh.services.edge;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdgePathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/tenants/acme/accounts",
                "/v1/tenants/acme/accounts?limit=5&after=%2F..%2F",
                "/v1/tenants/acme/a/b/c.d",
                "/v1/tenants/acme/...",
                "/v1/tenants/acme/a%20b",
                "/v1/tenants/acme//a"
            })
    void theTenantIsTheThirdSegment(String target) {
        assertThat(EdgePath.of(target)).isEqualTo(new EdgePath.OfTenant("acme", target.split("\\?", 2)[0]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1",
                "/v1/tenants",
                "/v1/tenants/",
                "/v1/tenants/acme",
                "/v1/tenants/acme/",
                "/v1/tenants/acme?a/b",
                "/v1/tenants//accounts",
                "//v1/tenants/acme/accounts",
                "/v2/tenants/acme/accounts",
                "/v1/Tenants/acme/accounts",
                "/v1/admin/tenants",
                "/v1/routes",
                "/metrics"
            })
    void nothingElseIsServed(String target) {
        assertThat(EdgePath.of(target)).isEqualTo(new EdgePath.Unserved());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "v1/tenants/acme/a",
                "http://h/v1/tenants/acme/a",
                "/v1/tenants/acme/../globex/a",
                "/v1/tenants/acme/..",
                "/v1/tenants/acme/./a",
                "/v1/tenants/acme/%2e%2e/globex/a",
                "/v1/tenants/acme/.%2E/a",
                "/v1/tenants/acme/a%2fb",
                "/v1/tenants/acme/a%5Cb",
                "/v1/tenants/acme/a%00",
                "/v1/tenants/acme/a\\b",
                "/v1/tenants/acme/a b",
                "/v1/tenants/acme/a#b",
                "/v1/tenants/acme/%",
                "/v1/tenants/acme/%2",
                "/v1/tenants/acme/%g0",
                "/v1/tenants/acme/\u00e9"
            })
    void whatCanBeReadInTwoWaysIsRefused(String target) {
        assertThat(EdgePath.of(target)).isInstanceOf(EdgePath.Malformed.class);
    }

    @Property
    void everyTargetHasAnAnswer(@ForAll String rest) {
        EdgePath path = EdgePath.of("/v1/tenants/acme/" + rest);
        if (path instanceof EdgePath.OfTenant of) {
            assertThat(of.tenant()).isEqualTo("acme");
        }
    }

    @Test
    void aVeryLongTargetIsReadWithoutBacktracking() {
        assertThat(EdgePath.of("/v1/tenants/acme/" + "a/".repeat(100_000) + "\u00e9"))
                .isInstanceOf(EdgePath.Malformed.class);
    }
}

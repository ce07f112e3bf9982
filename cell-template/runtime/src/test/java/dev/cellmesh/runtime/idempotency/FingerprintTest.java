package dev.cellmesh.runtime.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.service.Input;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    private static Fingerprint of(String method, String uri, String body) {
        return Fingerprint.of(new Input(
                "id", method, uri, uri, Map.of(), Map.of(), MultiMap.caseInsensitiveMultiMap(), new JsonObject(body)));
    }

    @Test
    void spaceAndOrderMakeNoDifference() {
        assertThat(of("POST", "/a", "{\"x\":1,\"y\":{\"p\":[1,{\"s\":1,\"t\":null}],\"q\":2}}"))
                .isEqualTo(of("POST", "/a", " { \"y\" : {\"q\":2, \"p\":[1,{\"t\":null,\"s\":1}]}, \"x\" : 1 } "));
    }

    @Test
    void everythingElseDoes() {
        Fingerprint first = of("POST", "/a", "{\"x\":[1,2]}");
        assertThat(of("PUT", "/a", "{\"x\":[1,2]}")).isNotEqualTo(first);
        assertThat(of("POST", "/b", "{\"x\":[1,2]}")).isNotEqualTo(first);
        assertThat(of("POST", "/a?q=1", "{\"x\":[1,2]}")).isNotEqualTo(first);
        assertThat(of("POST", "/a", "{\"x\":[2,1]}")).isNotEqualTo(first);
        assertThat(of("POST", "/a", "{\"x\":[1,2],\"y\":null}")).isNotEqualTo(first);
        assertThat(of("POST", "/a", "{\"x\":[1,\"2\"]}")).isNotEqualTo(first);
    }
}

package dev.cellmesh.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorableTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"\\ud800\"}",
                "{\"a\":\"x\\udc00\\ud800\"}",
                "{\"a\":\"\\ude00\\ud83d\"}",
                "{\"\\ud83d\":1}",
                "{\"a\":\"\\u0000\"}",
                "{\"a\\u0000\":1}",
                "{\"a\":[[1,{\"b\":[null,\"\\udfff\"]}]]}"
            })
    void whatNoDatabaseTakes(String json) {
        assertThat(StorableText.isEverywhereIn(new JsonObject(json))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"a\":null,\"b\":[null,true,1.5]}",
                "{\"\\ud83d\\ude00\":[\"\\ud83d\\ude00\",{\"x\":\"\\ufffd\\u0001\\n\"}]}"
            })
    void whatItTakes(String json) {
        assertThat(StorableText.isEverywhereIn(new JsonObject(json))).isTrue();
    }

    @Property
    void asTheEncoderOfUtf8Judges(@ForAll @CharRange(from = '\u0000', to = '\uffff') String text) {
        assertThat(StorableText.isEverywhereIn(new JsonObject().put("text", text)))
                .isEqualTo(StandardCharsets.UTF_8.newEncoder().canEncode(text) && text.indexOf('\0') < 0);
    }
}

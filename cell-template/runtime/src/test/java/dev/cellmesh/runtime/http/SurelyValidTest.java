package dev.cellmesh.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.validation.ValidatorException;
import io.vertx.openapi.validation.impl.RequestParameterImpl;
import io.vertx.openapi.validation.impl.RequestValidatorImpl;
import io.vertx.openapi.validation.impl.ValidatableRequestImpl;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The short way may say no too often, and never says yes, or reads another value, where the library would not. */
class SurelyValidTest {
    private static final String JSON = "application/json";

    private static Vertx vertx;
    private static SurelyValid surely;
    private static RequestValidatorImpl library;
    private static Operation operation;

    @BeforeContainer
    static void load() {
        vertx = Vertx.vertx();
        OpenAPIContract contract = OpenAPIContract.from(vertx, "dev/cellmesh/runtime/http/surely.yaml")
                .await();
        surely = new SurelyValid(contract);
        library = new RequestValidatorImpl(vertx, contract);
        operation = contract.operation("doIt");
    }

    @AfterContainer
    static void close() {
        vertx.close().await();
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars("01e-+.").ofMaxLength(14),
                Arbitraries.strings().withChars("abtrue019eE-_\"{}. \u00e4\n").ofMaxLength(14),
                Arbitraries.of("true", "null", "NaN", "-1", "1e-5", "a-b", "1-2-3-4", "bad", "bad-x", "201", "7"));
    }

    @Property
    void aParameterItTakesForGoodIsTheSameToTheLibrary(@ForAll("values") String value) {
        for (Parameter parameter : operation.getParameters()) {
            if (surely.isGood(parameter, value)) {
                assertThat(library.validateParameter(parameter, new RequestParameterImpl(value))
                                .get())
                        .isEqualTo(value);
            }
        }
    }

    @Property
    void aBodyItTakesForGoodIsTheSameToTheLibrary(@ForAll("values") String label) {
        for (JsonObject body : List.of(
                new JsonObject().put("label", label),
                new JsonObject().put("label", label).put("others", 1),
                new JsonObject().put("label", label).putNull("more"),
                new JsonObject().put("inside", new JsonObject().put("label", label)),
                new JsonObject().put("label", "good").put("inside", new JsonObject().put("label", label)),
                new JsonObject().put("label", "good").put("inside", new JsonObject()),
                new JsonObject()
                        .put("label", "good")
                        .put("inside", new JsonObject().put("label", "good").put("more", 1)),
                new JsonObject().put("label", "good").put("inside", label),
                new JsonObject())) {
            assertThat(surely.body(operation.getRequestBody(), JSON, body.toBuffer()))
                    .isEqualTo(ofLibrary(body.toBuffer()));
        }
    }

    @Property
    void aWholeNumberItTakesForGoodIsTheSameToTheLibrary(@ForAll long number) {
        for (Object more : List.of(number, number % 7, 9_007_199_254_740_993L - number % 3, number / 3.0)) {
            Buffer body =
                    new JsonObject().put("label", "good").put("more", more).toBuffer();
            Optional<JsonObject> taken = surely.body(operation.getRequestBody(), JSON, body);
            if (taken.isPresent()) {
                assertThat(taken).isEqualTo(ofLibrary(body));
            }
        }
    }

    @Example
    void commonBodiesTakeTheShortWay() {
        Buffer body = new JsonObject()
                .put("label", "good")
                .put("more", -3)
                .put("inside", new JsonObject().put("label", "good"))
                .toBuffer();
        assertThat(PlainObject.of(
                        operation.getRequestBody().getContent().get(JSON).getSchema()))
                .isPresent();
        assertThat(surely.body(operation.getRequestBody(), JSON, body)).isPresent();
    }

    private static Optional<JsonObject> ofLibrary(Buffer body) {
        try {
            ValidatableRequestImpl request = new ValidatableRequestImpl(
                    Map.of(), Map.of(), Map.of(), Map.of(), new RequestParameterImpl(body), JSON);
            return Optional.of(
                    library.validateBody(operation.getRequestBody(), request).getJsonObject());
        } catch (ValidatorException refused) {
            return Optional.empty();
        }
    }

    @Example
    void whatIsNoObjectIsLeftToTheLibrary() {
        for (String body : List.of("", "{", "[]", "1", "null", "\"label\"")) {
            assertThat(surely.body(operation.getRequestBody(), JSON, Buffer.buffer(body)))
                    .isEmpty();
        }
    }

    @Example
    void idsTakeTheShortWay() {
        Parameter text = operation.getParameters().stream()
                .filter(parameter -> parameter.getName().equals("text"))
                .findFirst()
                .orElseThrow();
        for (String id : List.of("acme", "a-b", "77", "7-7-7-7")) {
            assertThat(surely.isGood(text, id)).isTrue();
        }
        assertThat(SurelyValid.isTextOnly("01a1fe7f-fed8-702a-8285-60308b5e5c9d"))
                .isTrue();
    }

    @Example
    void whatMightBeJsonDoesNot() {
        for (String value : List.of("", "-1", "1e-5", "-1e-5", "1-2", "a b", "\"a\"", "\u00e4", "a\n")) {
            assertThat(SurelyValid.isTextOnly(value)).isFalse();
        }
    }
}

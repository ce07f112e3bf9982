package dev.cellmesh.runtime.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.service.Entities;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class EntityHeadersTest {
    private static final JsonObject ENTITY = new JsonObject()
            .put("data", new JsonObject().put("id", "7"))
            .put("etag", "\"3\"")
            .put("lastModified", "2026-11-01T05:06:07.891Z");

    @Test
    void anEntitySaysItsVersionTimeAndPlace() {
        assertThat(EntityHeaders.of("/things", 201, ENTITY))
                .isEqualTo(Map.of(
                        "Content-Type", "application/json",
                        "ETag", "\"3\"",
                        "Last-Modified", "Sun, 01 Nov 2026 05:06:07 GMT",
                        "Location", "/things/7"));
        assertThat(EntityHeaders.of("/things/7", 200, ENTITY)).doesNotContainKey("Location");
    }

    @Test
    void aProblemHasItsMediaTypeOnly() {
        assertThat(EntityHeaders.of("/things", 404, new JsonObject()))
                .isEqualTo(Map.of("Content-Type", "application/problem+json"));
    }

    @Test
    void theOutcomeIsTheProblemsName() {
        assertThat(EntityHeaders.outcome(200, ENTITY)).isEqualTo("ok");
        assertThat(EntityHeaders.outcome(
                        422, new JsonObject().put("type", "https://cellmesh.dev/problems/insufficient-funds")))
                .isEqualTo("insufficient-funds");
    }

    @Property
    void aDateIsThatOfTheTime(@ForAll @LongRange(min = 0, max = 253_402_300_799_999L) long millis) {
        Instant time = Instant.ofEpochMilli(millis);
        String expected = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
                .withZone(ZoneOffset.UTC)
                .format(time);
        assertThat(EntityHeaders.httpDate(Entities.time(time))).isEqualTo(expected);
        assertThat(EntityHeaders.httpDate(time.plusNanos(1).toString())).isEqualTo(expected);
    }
}

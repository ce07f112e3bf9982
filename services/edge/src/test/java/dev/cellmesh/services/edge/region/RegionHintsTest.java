package dev.cellmesh.services.edge.region;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.EdgeRouting;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionHintsTest {
    private static final Region US = new Region("us-east1");
    private static final Region EU = new Region("europe-west1");
    private static final Region ASIA = new Region("asia-southeast1");
    private static final List<String> REGIONS = List.of(US.name(), EU.name(), ASIA.name());

    private static RegionHints behind(String... countryHeaders) {
        return new RegionHints(
                US,
                REGIONS,
                new EdgeRouting(
                        Map.of(),
                        Map.of(),
                        List.of(countryHeaders),
                        Map.of("DE", EU.name(), "JP", ASIA.name()),
                        List.of(),
                        List.of()));
    }

    private static MultiMap headers(String... headers) {
        MultiMap all = MultiMap.caseInsensitiveMultiMap();
        for (String header : headers) {
            all.add(header.split(": ")[0], header.split(": ")[1]);
        }
        return all;
    }

    @Test
    void withoutAHintItIsTheEdgesOwn() {
        assertThat(behind("CF-IPCountry").preferred(headers())).isEqualTo(US);
        assertThat(behind("CF-IPCountry").preferred(headers("CF-IPCountry: T1")))
                .isEqualTo(US);
    }

    @Test
    void theCountryIsBelievedBehindItsCdnOnly() {
        MultiMap german = headers("cf-ipcountry: DE");
        assertThat(behind("CF-IPCountry").preferred(german)).isEqualTo(EU);
        assertThat(behind().preferred(german)).isEqualTo(US);
        assertThat(behind("CloudFront-Viewer-Country").preferred(german)).isEqualTo(US);
    }

    @Test
    void aCountryThatIsToldTwiceIsNotBelieved() {
        assertThat(behind("CF-IPCountry").preferred(headers("CF-IPCountry: DE", "CF-IPCountry: JP")))
                .isEqualTo(US);
    }

    @Test
    void theFirstHeaderThatSaysSomethingCounts() {
        RegionHints hints = behind("X-Country", "CF-IPCountry");
        assertThat(hints.preferred(headers("X-Country: JP", "CF-IPCountry: DE")))
                .isEqualTo(ASIA);
        assertThat(hints.preferred(headers("X-Country: XX", "CF-IPCountry: DE")))
                .isEqualTo(EU);
    }

    @Test
    void theClientKnowsBetterThanTheCdn() {
        RegionHints hints = behind("CF-IPCountry");
        assertThat(hints.preferred(headers("CF-IPCountry: DE", "X-User-Region: asia-southeast1")))
                .isEqualTo(ASIA);
        assertThat(hints.preferred(headers("CF-IPCountry: DE", "X-User-Region: moon-1")))
                .isEqualTo(EU);
    }

    @Test
    void oneNameOfARegionCanBeRead() {
        assertThat(RegionHints.isReadable(headers())).isTrue();
        assertThat(RegionHints.isReadable(headers("X-User-Region: moon-1"))).isTrue();
        assertThat(RegionHints.isReadable(headers("X-User-Region: us-east1", "X-User-Region: us-east1")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"US-EAST1", "us-east1, europe-west1", "us_east1", "1", "-", "\u00fcs-east1"})
    void nothingElseCanBeRead(String value) {
        assertThat(RegionHints.isReadable(headers("X-User-Region: " + value))).isFalse();
    }
}

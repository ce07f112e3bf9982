package dev.cellmesh.load.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentOptionsTest {
    private static final Optional<String> TOKEN = Optional.of("0123456789abcdef");

    @ParameterizedTest
    @CsvSource({
        "8099, 127.0.0.1, 8099",
        "localhost:1, localhost, 1",
        "[::1]:8099, ::1, 8099",
        "10.0.0.7:65535, 10.0.0.7, 65535"
    })
    void anAddressIsHostAndPort(String text, String host, int port) {
        Address address = Address.parse(text, "127.0.0.1");
        assertThat(address).isEqualTo(new Address(host, port));
        assertThat(Address.parse(address.toString(), "")).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "host", "host:", ":8099", "host:65536", "::1:8099", "host:80:90", "http://host:80", "a b:80"
            })
    void anythingElseIsNone(String text) {
        assertThatThrownBy(() -> Address.parse(text, "127.0.0.1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void othersReachItWithATokenAlone() {
        assertThat(AgentOptions.parse("8099", Optional.empty()).host()).isEqualTo("127.0.0.1");
        assertThat(AgentOptions.parse("0.0.0.0:8099", TOKEN).token()).isEqualTo(TOKEN);
        assertThatThrownBy(() -> AgentOptions.parse("0.0.0.0:8099", Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AgentOptions.parse("8099", Optional.of("short")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

package dev.cellmesh.runtime.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenVerifierTest {
    private static final SigningKeys KEYS = SigningKeys.generate();

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final InstantSource clock = now::get;
    private Vertx vertx;
    private TokenVerifier verifier;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        verifier = new TokenVerifier(vertx, KEYS.publicKeyPem(), clock);
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    private String token(SigningKeys keys, Duration validFor) {
        return "Bearer " + new TokenMint(vertx, keys.privateKeyPem()).mint("ann", "acme", Set.of("admin"), validFor);
    }

    private Optional<Caller> verify(String header) {
        return verifier.verify(header).await();
    }

    @Test
    void aGoodTokenNamesItsCaller() {
        assertThat(verify(token(KEYS, Duration.ofMinutes(5))))
                .contains(new Caller("ann", Optional.of("acme"), Set.of("admin")));
    }

    @Test
    void aRememberedTokenStillExpires() {
        String header = token(KEYS, Duration.ofMinutes(5));
        assertThat(verify(header)).isPresent();
        now.set(now.get().plus(Duration.ofMinutes(6)));
        assertThat(verify(header)).isEmpty();
    }

    @Test
    void anExpiredTokenIsNobody() {
        String header = token(KEYS, Duration.ofMinutes(5));
        now.set(now.get().plus(Duration.ofMinutes(6)));
        assertThat(verify(header)).isEmpty();
    }

    @Test
    void aForeignKeyIsNobody() {
        assertThat(verify(token(SigningKeys.generate(), Duration.ofMinutes(5)))).isEmpty();
    }

    @Test
    void anUnsignedTokenIsNobody() {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String none = base64.encodeToString(
                        "{\"alg\":\"none\",\"typ\":\"JWT\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                + "."
                + base64.encodeToString(
                        "{\"sub\":\"ann\",\"tenant\":\"acme\",\"iss\":\"cellmesh\",\"aud\":\"cellmesh\",\"exp\":4102444800}"
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                + ".";
        assertThat(verify("Bearer " + none)).isEmpty();
    }

    @Test
    void nothingAndNonsenseAreNobody() {
        assertThat(verify(null)).isEmpty();
        assertThat(verify("")).isEmpty();
        assertThat(verify("Bearer ")).isEmpty();
        assertThat(verify("Basic YTpi")).isEmpty();
        assertThat(verify("Bearer a.b.c")).isEmpty();
        assertThat(verify("Bearer " + "x".repeat(10_000))).isEmpty();
    }
}

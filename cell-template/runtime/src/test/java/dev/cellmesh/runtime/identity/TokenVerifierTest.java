package dev.cellmesh.runtime.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
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

    /** Signed by the right key; the claims are what each test says. */
    private String signed(JsonObject header, JsonObject claims) throws Exception {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String text = base64.encodeToString(header.encode().getBytes(StandardCharsets.UTF_8)) + "."
                + base64.encodeToString(claims.encode().getBytes(StandardCharsets.UTF_8));
        byte[] der = Base64.getMimeDecoder().decode(KEYS.privateKeyPem().replaceAll("-----[A-Z ]+-----", ""));
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)));
        signature.update(text.getBytes(StandardCharsets.US_ASCII));
        return "Bearer " + text + "." + base64.encodeToString(signature.sign());
    }

    private static JsonObject header() {
        return new JsonObject().put("alg", "ES256").put("typ", "JWT");
    }

    private JsonObject claims() {
        return new JsonObject()
                .put("sub", "ann")
                .put("tenant", "acme")
                .put("iss", TokenVerifier.ISSUER)
                .put("aud", new JsonArray().add(TokenVerifier.AUDIENCE))
                .put("exp", now.get().plusSeconds(300).getEpochSecond());
    }

    @Test
    void everyClaimCounts() throws Exception {
        assertThat(verify(signed(header(), claims()))).isPresent();
        assertThat(verify(signed(header(), claims().put("aud", "cellmesh")))).isPresent();
        for (JsonObject wrong : new JsonObject[] {
            claims().put("aud", "another"),
            claims().put("aud", new JsonArray().add("another")),
            claims().put("aud", new JsonArray()),
            claims().putNull("aud"),
            claims().put("aud", new JsonObject().put("cellmesh", 1)),
            claims().put("iss", "another"),
            claims().put("exp", 1),
            claims().put("exp", "tomorrow"),
            claims().putNull("exp"),
            claims().put("nbf", now.get().plusSeconds(200).getEpochSecond())
        }) {
            assertThat(verify(signed(header(), wrong))).as(wrong.encode()).isEmpty();
        }
        for (String claim : new String[] {"aud", "iss", "exp"}) {
            JsonObject without = claims();
            without.remove(claim);
            assertThat(verify(signed(header(), without))).as(claim).isEmpty();
        }
    }

    @Test
    void noOtherAlgorithm() throws Exception {
        for (String algorithm : new String[] {"none", "None", "HS256", "RS256", "ES384", "ES512", ""}) {
            assertThat(verify(signed(header().put("alg", algorithm), claims())))
                    .as(algorithm)
                    .isEmpty();
        }
        assertThat(verify(signed(new JsonObject(), claims()))).isEmpty();
        String unsigned = signed(header().put("alg", "none"), claims());
        for (String signature : new String[] {"A".repeat(86), "", "A"}) {
            String stripped = unsigned.substring(0, unsigned.lastIndexOf('.') + 1) + signature;
            assertThat(verify(stripped)).as(signature).isEmpty();
        }
        String good = signed(header(), claims());
        assertThat(verify(good.substring(0, good.lastIndexOf('.') + 1) + "A".repeat(86)))
                .isEmpty();
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

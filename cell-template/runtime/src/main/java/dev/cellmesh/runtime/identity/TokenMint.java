package dev.cellmesh.runtime.identity;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Duration;
import java.util.Set;

/** Who makes tokens for trying out and for tests? A real deployment has an identity provider in its place. */
public final class TokenMint {
    private final JWTAuth auth;

    /** @param privateKeyPem PKCS#8, of the P-256 curve */
    public TokenMint(Vertx vertx, String privateKeyPem) {
        this.auth = JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .addPubSecKey(new PubSecKeyOptions()
                                .setAlgorithm(TokenVerifier.ALGORITHM)
                                .setBuffer(privateKeyPem)));
    }

    /** @param tenant null for a caller that acts for no tenant */
    public String mint(String subject, String tenant, Set<String> roles, Duration validFor) {
        JsonObject claims = new JsonObject()
                .put("sub", subject)
                .put("roles", new JsonArray(roles.stream().toList()));
        if (tenant != null) {
            claims.put("tenant", tenant);
        }
        return auth.generateToken(
                claims,
                new JWTOptions()
                        .setAlgorithm(TokenVerifier.ALGORITHM)
                        .setIssuer(TokenVerifier.ISSUER)
                        .addAudience(TokenVerifier.AUDIENCE)
                        .setExpiresInSeconds(Math.toIntExact(validFor.toSeconds())));
    }
}

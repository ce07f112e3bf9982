package dev.cellmesh.runtime.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Who sent this {@code Authorization} header? Checks signature (ES256 only), issuer, audience and expiry; a token that
 * passed is remembered until it expires, so that the signature is checked once and not on every request.
 */
public final class TokenVerifier {
    public static final String ISSUER = "cellmesh";
    public static final String AUDIENCE = "cellmesh";
    public static final String ALGORITHM = "ES256";

    /** The library reads the 64 bytes of a signature, and overlooks what stands behind them. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{86}");

    private static final String SCHEME = "Bearer ";
    /** A token is a few hundred characters; anything near a header's limit is not one of ours. */
    private static final int TOKEN_LENGTH_MAX = 4096;
    /** Some hundred bytes each: at most a few megabytes a node. */
    private static final int REMEMBERED_MAX = 10_000;

    private record Remembered(Caller caller, long expiresAtSeconds) {}

    private final JWTAuth auth;
    private final InstantSource clock;
    private final Cache<String, Remembered> remembered =
            // Its upkeep is small, and to wake another thread for it costs more.
            Caffeine.newBuilder()
                    .maximumSize(REMEMBERED_MAX)
                    .executor(Runnable::run)
                    .build();

    public TokenVerifier(Vertx vertx, String publicKeyPem, InstantSource clock) {
        this.clock = clock;
        this.auth = JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .addPubSecKey(
                                new PubSecKeyOptions().setAlgorithm(ALGORITHM).setBuffer(publicKeyPem))
                        .setJWTOptions(new JWTOptions().setIssuer(ISSUER).addAudience(AUDIENCE)));
    }

    /**
     * Never fails: a missing, malformed, expired, foreign or forged token is an empty answer.
     *
     * @param authorization the header's value, or null when there is none
     */
    public Future<Optional<Caller>> verify(String authorization) {
        if (authorization == null
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                || authorization.length() > TOKEN_LENGTH_MAX) {
            return Future.succeededFuture(Optional.empty());
        }
        String token = authorization.substring(SCHEME.length()).trim();
        Remembered known = remembered.getIfPresent(token);
        if (known != null) {
            return Future.succeededFuture(
                    clock.instant().getEpochSecond() < known.expiresAtSeconds()
                            ? Optional.of(known.caller())
                            : Optional.empty());
        }
        if (!FORM.matcher(token).matches()) {
            return Future.succeededFuture(Optional.empty());
        }
        return authenticate(token).map(user -> remember(token, user)).otherwise(Optional.empty());
    }

    /** The library throws, instead of failing, for some claims of a wrong type. */
    private Future<User> authenticate(String token) {
        try {
            return auth.authenticate(new TokenCredentials(token));
        } catch (RuntimeException claim) {
            return Future.failedFuture(claim);
        }
    }

    private Optional<Caller> remember(String token, User user) {
        JsonObject claims = user.principal();
        Long expiresAtSeconds = user.attributes().getLong("exp", claims.getLong("exp"));
        if (expiresAtSeconds == null || clock.instant().getEpochSecond() >= expiresAtSeconds) {
            return Optional.empty();
        }
        Caller caller =
                new Caller(claims.getString("sub", ""), Optional.ofNullable(claims.getString("tenant")), roles(claims));
        remembered.put(token, new Remembered(caller, expiresAtSeconds));
        return Optional.of(caller);
    }

    private static Set<String> roles(JsonObject claims) {
        Set<String> roles = new TreeSet<>();
        JsonArray claimed = claims.getJsonArray("roles", new JsonArray());
        for (Object role : claimed) {
            roles.add(String.valueOf(role));
        }
        return Set.copyOf(roles);
    }
}

package dev.cellmesh.local.baseline;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is the least that answers like payments? The same SQL texts and the same bodies, and nothing of what a cell adds: no
 * token, no schema, no tenant's route, no level, no fingerprint, no signed position, no count of anything.
 */
final class BarePayments {
    private static final String SQL = "/dev/cellmesh/services/payments/sql/";
    /** The write's statement stores one, and this baseline compares none. */
    private static final Buffer FINGERPRINT = Buffer.buffer(new byte[32]);

    private static final int KEPT_DAYS = 7;
    private static final long BALANCE_MAX = 1_000_000_000_000_000L;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** The answers that the statement may choose from, besides the good one: it stores what it chooses. */
    private static final Map<String, Object> REFUSALS = Stream.of(
                    "unknown-entity", "same-account", "currency-mismatch", "insufficient-funds", "balance-limit")
            .collect(Collectors.toUnmodifiableMap(
                    verdict -> verdict,
                    verdict ->
                            new JsonObject().put("status", 422).put("body", new JsonObject().put("verdict", verdict))));

    private final String region;
    private final long writerEpoch;
    private final PreparedQuery<RowSet<Row>> readAccount;
    private final PreparedQuery<RowSet<Row>> transfer;

    BarePayments(BareDatabase database, String region, long writerEpoch) {
        this.region = region;
        this.writerEpoch = writerEpoch;
        this.readAccount = database.read(text("read-account"));
        this.transfer = database.write(text("transfer"));
    }

    /** @param status of HTTP */
    record Answered(int status, Buffer body) {}

    Future<Answered> readAccount(String tenant, String account) {
        return readAccount
                .execute(Tuple.of(region, tenant, UUID.fromString(account)))
                .map(rows -> rows.size() == 0
                        ? new Answered(404, Buffer.buffer("{}"))
                        : new Answered(200, account(rows.iterator().next()).toBuffer()));
    }

    /** @param key within the tenant */
    Future<Answered> transfer(String tenant, String key, JsonObject wish) {
        UUID id = UUID.randomUUID();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        String from = wish.getString("from");
        String to = wish.getString("to");
        long amount = wish.getLong("amount");
        String currency = wish.getString("currency");
        JsonObject done = entity(
                new JsonObject()
                        .put("id", id.toString())
                        .put("from", from)
                        .put("to", to)
                        .put("amount", amount)
                        .put("currency", currency),
                1,
                TIME.format(now),
                TIME.format(now));
        OffsetDateTime written = now.atOffset(ZoneOffset.UTC);
        Tuple parameters = Tuple.tuple()
                .addValue(region)
                .addValue(tenant)
                .addValue(writerEpoch)
                .addValue(key)
                .addValue(FINGERPRINT)
                .addValue(null)
                .addValue(new JsonObject(new HashMap<>(REFUSALS))
                        .put("done", new JsonObject().put("status", 201).put("body", done)))
                .addValue(written)
                .addValue(written.plusDays(KEPT_DAYS))
                .addValue(UUID.randomUUID())
                .addValue(id.getLeastSignificantBits())
                .addValue(id)
                .addValue(UUID.fromString(from))
                .addValue(UUID.fromString(to))
                .addValue(amount)
                .addValue(currency)
                .addValue(BALANCE_MAX);
        return transfer.execute(parameters).map(rows -> {
            Row row = rows.iterator().next();
            return row.getInteger("status") == null
                    ? new Answered(503, Buffer.buffer("{}"))
                    : new Answered(row.getInteger("status"), Buffer.buffer(row.getString("body")));
        });
    }

    private static JsonObject account(Row row) {
        return entity(
                new JsonObject()
                        .put("id", row.getUUID("account_id").toString())
                        .put("currency", row.getString("currency"))
                        .put("label", row.getString("label"))
                        .put("balance", row.getLong("balance")),
                row.getLong("version"),
                TIME.format(row.getOffsetDateTime("created_at")),
                TIME.format(row.getOffsetDateTime("updated_at")));
    }

    private static JsonObject entity(JsonObject data, long version, String createdAt, String lastModified) {
        return new JsonObject()
                .put("data", data)
                .put("version", version)
                .put("etag", "\"" + version + '"')
                .put("lastModified", lastModified)
                .put("createdAt", createdAt);
    }

    private static String text(String name) {
        try (InputStream in = BarePayments.class.getResourceAsStream(SQL + name + ".sql")) {
            if (in == null) {
                throw new IllegalStateException("payments has no statement " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.cellmesh.local.prove.consistency;

import dev.cellmesh.local.prove.TenantApi.Settled;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A product whose price goes up by one with each write, always written in the home region. One thread writes. */
final class ProductWriter {
    private final Visitor writer;
    private final String path;
    private String etag;
    private final AtomicLong price = new AtomicLong(1);

    ProductWriter(World world, World.Tenant tenant) {
        writer = new Visitor(world, tenant, true);
        Settled made = writer.write("POST", World.HOME, "/products", body(price.get()));
        path = "/products/" + made.data().getString("id");
        etag = made.header("etag").orElseThrow();
    }

    private static JsonObject body(long price) {
        return new JsonObject()
                .put("name", "a product")
                .put("description", "")
                .put("price", new JsonObject().put("amount", price).put("currency", "EUR"));
    }

    String path() {
        return path;
    }

    /** The last price that was acknowledged. */
    long acknowledged() {
        return price.get();
    }

    void nextPrice() {
        Settled changed = writer.write("PUT", World.HOME, path, body(price.get() + 1), Optional.of(etag));
        etag = changed.header("etag").orElseThrow();
        price.incrementAndGet();
    }

    static long price(Settled read) {
        return read.data().getJsonObject("price").getLong("amount");
    }
}

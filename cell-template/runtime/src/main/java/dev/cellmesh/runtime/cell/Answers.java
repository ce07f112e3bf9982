package dev.cellmesh.runtime.cell;

import dev.cellmesh.model.consistency.Seen;
import dev.cellmesh.model.consistency.Served;
import dev.cellmesh.model.profile.Level;
import dev.cellmesh.model.profile.ReadProfile;
import dev.cellmesh.model.profile.Unreachable;
import dev.cellmesh.runtime.pipeline.Exchange;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.service.Answer;
import dev.cellmesh.runtime.service.Call;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How does an answer become a reply, with all that its headers have to say? */
final class Answers {
    private final ServedHeaders servedHeaders;

    Answers(ServedHeaders servedHeaders) {
        this.servedHeaders = servedHeaders;
    }

    Reply read(Exchange exchange, Call call, ReadProfile profile, Answer answer, List<Served> served) {
        Seen seen = answer.latest().map(exchange.seen()::at).orElse(exchange.seen());
        Map<String, String> headers = new TreeMap<>(
                keepsSession(exchange, profile)
                        ? servedHeaders.ofSession(call.tenant(), seen, served, call.now())
                        : servedHeaders.of(call.tenant(), seen, served, call.now()));
        headers.putAll(ServedHeaders.caching(profile, exchange.askedLevel(), served));
        return reply(call, answer.status(), answer.body(), answer.body().toBuffer(), headers);
    }

    /** Who sends no token has no session to be kept. */
    private static boolean keepsSession(Exchange exchange, ReadProfile profile) {
        return profile.granted(exchange.askedLevel()) instanceof Level.Session
                && !exchange.seen().positions().isEmpty()
                && profile.unreachable() == Unreachable.REFUSE;
    }

    /** The bytes that were stored, so that the first answer and each repetition are the same. */
    Reply stored(Exchange exchange, Call call, StoredAnswer stored) {
        Map<String, String> headers =
                servedHeaders.of(call.tenant(), stored.withClock(exchange.seen()), stored.served(), call.now());
        return reply(call, stored.status(), new JsonObject(stored.body()), stored.body(), headers);
    }

    private static Reply reply(Call call, int status, JsonObject json, Buffer body, Map<String, String> headers) {
        Map<String, String> all = new TreeMap<>(headers);
        all.putAll(EntityHeaders.of(call.input().path(), status, json));
        return new Reply(status, EntityHeaders.outcome(status, json), all, body);
    }
}

package dev.cellmesh.services.edge;

import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.services.edge.region.EdgesDocument;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Optional;

/** What does the edge answer itself, to whoever asks, without a token? None of it tells anything of a tenant. */
record OwnAnswers(EdgeContext edge) {
    private static final int OK = 200;
    /** Changes once a minute; and it is another one for another client. */
    private static final Map<String, String> EDGES_HEADERS =
            Map.of(Reply.CONTENT_TYPE, Reply.JSON, "Cache-Control", "private, max-age=30");

    private static final Map<String, String> PING_HEADERS = Map.of("Cache-Control", "no-store");

    /** An answer, or why there is none. */
    sealed interface Told {
        record Good(Reply reply) implements Told {}

        record Refused(Problem problem) implements Told {}
    }

    /** @param path one of those that belong to no tenant */
    Told to(HttpServerRequest request, EdgePath path) {
        if (!request.method().equals(HttpMethod.GET)) {
            request.response().putHeader(HttpHeaders.ALLOW, HttpMethod.GET.name());
            return refused(ProblemType.METHOD_NOT_ALLOWED, "What the edge says itself is only to be read.");
        }
        return switch (path) {
            case EdgePath.Profiles profiles -> profiles(request.headers());
            case EdgePath.Edges edges -> edges(request.headers());
            case EdgePath.Ping ping -> ping();
            case EdgePath.OfTenant of -> throw new IllegalArgumentException("for a cell to answer: " + of);
            case EdgePath.Unserved unserved -> throw new IllegalArgumentException("for nobody to answer");
            case EdgePath.Malformed malformed -> throw new IllegalArgumentException("for nobody to answer");
        };
    }

    private Told profiles(MultiMap headers) {
        Optional<LearntProfiles> learnt = edge.profiles().current();
        return learnt.isPresent()
                ? new Told.Good(learnt.get().document().reply(headers.get(HttpHeaders.IF_NONE_MATCH)))
                : new Told.Refused(EdgeProblems.regionUnavailable(edge.region(), "No cell has told the profiles yet."));
    }

    private Told edges(MultiMap headers) {
        Buffer body = EdgesDocument.of(
                        edge.region(),
                        edge.regions().hints().preferred(headers),
                        edge.node().config().routing(),
                        edge.regions().hints().all(),
                        edge.regions().distances().current())
                .toBuffer();
        return new Told.Good(new Reply(OK, Reply.OK, EDGES_HEADERS, body));
    }

    private Told ping() {
        return edge.routes().loaded().succeeded()
                ? new Told.Good(new Reply(EdgesDocument.PONG, Reply.OK, PING_HEADERS, Buffer.buffer()))
                : new Told.Refused(EdgeProblems.regionUnavailable(edge.region(), "The edge has no routes yet."));
    }

    private static Told refused(ProblemType type, String detail) {
        return new Told.Refused(Problem.of(type, detail));
    }
}

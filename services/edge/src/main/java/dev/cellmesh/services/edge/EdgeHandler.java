package dev.cellmesh.services.edge;

import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.runtime.identity.Caller;
import dev.cellmesh.runtime.identity.TokenVerifier;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.pipeline.TraceContext;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.services.edge.region.RegionHints;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * May this request go to a cell? In the order of the contract: can it be read, who sends it, is it their tenant, is there
 * such a tenant. What passes is {@linkplain Dispatch answered}.
 */
final class EdgeHandler implements Handler<HttpServerRequest> {
    private static final Set<HttpMethod> METHODS = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS);

    private final EdgeContext edge;
    private final TokenVerifier tokens;
    private final OwnAnswers own;
    private final Dispatch dispatch;
    private boolean draining;

    EdgeHandler(EdgeContext edge, TokenVerifier tokens) {
        this.edge = edge;
        this.tokens = tokens;
        this.own = new OwnAnswers(edge);
        this.dispatch = new Dispatch(edge);
    }

    /** From now on every new request is refused. */
    void drain() {
        draining = true;
    }

    @Override
    public void handle(HttpServerRequest request) {
        long startNanos = edge.nowNanos();
        // Until somebody reads the body; it would be lost while the token is verified.
        request.pause();
        if (draining) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            refuse(request, startNanos, Problem.of(ProblemType.DRAINING, "The edge is stopping."));
            return;
        }
        EdgePath path = EdgePath.of(request.uri());
        OptionalLong deadlineMillis = RequestDeadline.askedMillis(request.getHeader(RequestDeadline.HEADER));
        Optional<Problem> unreadable = unreadable(request, path, deadlineMillis);
        if (unreadable.isPresent()) {
            refuse(request, startNanos, unreadable.get());
            return;
        }
        if (!(path instanceof EdgePath.OfTenant asked)) {
            tell(request, startNanos, own.to(request, path));
            return;
        }
        RequestDeadline deadline = RequestDeadline.in(deadlineMillis.getAsLong(), startNanos);
        tokens.verify(request.getHeader(HttpHeaders.AUTHORIZATION))
                .onSuccess(caller -> identified(request, startNanos, deadline, asked, caller))
                .onFailure(broken -> refuse(
                        request, startNanos, Problem.of(ProblemType.INTERNAL, "The token could not be checked.")));
    }

    private Optional<Problem> unreadable(HttpServerRequest request, EdgePath path, OptionalLong deadlineMillis) {
        String expect = request.getHeader(HttpHeaders.EXPECT);
        if (path instanceof EdgePath.Malformed malformed) {
            return problem(ProblemType.MALFORMED_REQUEST, malformed.why());
        }
        if (path instanceof EdgePath.Unserved) {
            return problem(
                    ProblemType.UNKNOWN_PATH,
                    "The edge serves " + EdgePath.PREFIX + "{tenant}/..., the profiles and the list of edges only.");
        }
        if (!METHODS.contains(request.method())) {
            return problem(ProblemType.METHOD_NOT_ALLOWED, "The edge does not forward this method.");
        }
        if (deadlineMillis.isEmpty()) {
            return problem(ProblemType.MALFORMED_REQUEST, RequestDeadline.HEADER + " is a number of milliseconds.");
        }
        if (!RegionHints.isReadable(request.headers())) {
            return problem(ProblemType.MALFORMED_REQUEST, RegionHints.USER_REGION + " is the name of one region.");
        }
        if (expect != null && !expect.equalsIgnoreCase("100-continue")) {
            return problem(ProblemType.MALFORMED_REQUEST, "The only Expect that is understood is 100-continue.");
        }
        if (declaresTooLarge(request)) {
            return Optional.of(EdgeProblems.bodyTooLarge(edge.limits()));
        }
        return Optional.empty();
    }

    private boolean declaresTooLarge(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        // The decoder has made sure that it is a number.
        return length != null && Long.parseLong(length) > edge.limits().bodyBytesMax();
    }

    private static Optional<Problem> problem(ProblemType type, String detail) {
        return Optional.of(Problem.of(type, detail));
    }

    private void identified(
            HttpServerRequest request,
            long startNanos,
            RequestDeadline deadline,
            EdgePath.OfTenant asked,
            Optional<Caller> caller) {
        String tenant = asked.tenant();
        if (caller.isEmpty()) {
            refuse(request, startNanos, Problem.of(ProblemType.UNAUTHENTICATED, "Send a valid bearer token."));
            return;
        }
        if (!caller.get().tenant().equals(Optional.of(tenant))) {
            refuse(
                    request,
                    startNanos,
                    Problem.of(ProblemType.WRONG_TENANT, "The token does not belong to the tenant of the path."));
            return;
        }
        RouteSnapshot routes = edge.routes().current();
        Optional<TenantRoute> route =
                TenantId.isValid(tenant) ? routes.routeOf(new TenantId(tenant)) : Optional.empty();
        if (!routes.isNewerThan(RouteSnapshot.NONE)) {
            // Not "unknown tenant": nobody may take that for an answer while the edge knows none.
            refuse(request, startNanos, EdgeProblems.regionUnavailable(edge.region(), "The edge has no routes yet."));
        } else if (route.isEmpty()) {
            refuse(request, startNanos, Problem.of(ProblemType.UNKNOWN_TENANT, "There is no such tenant."));
        } else if (route.get().status() == TenantStatus.SUSPENDED) {
            refuse(request, startNanos, Problem.of(ProblemType.TENANT_SUSPENDED, "The tenant is suspended."));
        } else {
            Map<String, String> words =
                    edge.regions().splits().of(tenant, caller.get().subject());
            dispatch.begin(new AdmittedRequest(
                    request,
                    asked.path(),
                    caller.get(),
                    route.get(),
                    edge.profiles().operations().find(request.method().name(), asked.path()),
                    routes.epoch(),
                    words,
                    trace(request),
                    deadline,
                    startNanos));
        }
    }

    private void tell(HttpServerRequest request, long startNanos, OwnAnswers.Told told) {
        switch (told) {
            case OwnAnswers.Told.Good good -> {
                Reply reply = good.reply();
                long tookNanos = edge.nowNanos() - startNanos;
                edge.refusals()
                        .send(request, reply.status(), reply.body(), headers(request, tookNanos, reply.headers()));
                edge.meters().answered(null, reply.status(), tookNanos);
            }
            case OwnAnswers.Told.Refused refused -> refuse(request, startNanos, refused.problem());
        }
    }

    private TraceContext trace(HttpServerRequest request) {
        return TraceContext.continued(
                request.getHeader(TraceContext.HEADER), edge.node().random());
    }

    private Map<String, String> headers(HttpServerRequest request, long tookNanos, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put(TraceContext.HEADER, trace(request).header());
        headers.put(HopHeaders.SERVER_TIMING, Relay.edgeTiming(tookNanos));
        return headers;
    }

    private void refuse(HttpServerRequest request, long startNanos, Problem problem) {
        long tookNanos = edge.nowNanos() - startNanos;
        Map<String, String> headers = headers(request, tookNanos, EdgeProblems.retryAfter(problem));
        if (problem.type() == ProblemType.UNAUTHENTICATED) {
            headers.put("WWW-Authenticate", "Bearer");
        }
        edge.refusals().send(request, problem, headers);
        edge.meters().answered(null, problem.type().status(), tookNanos);
    }
}

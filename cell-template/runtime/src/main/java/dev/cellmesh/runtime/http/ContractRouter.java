package dev.cellmesh.runtime.http;

import dev.cellmesh.runtime.pipeline.Exchange;
import dev.cellmesh.runtime.pipeline.Pipeline;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.pipeline.TraceContext;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.service.Input;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Path;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.SchemaValidationException;
import io.vertx.openapi.validation.ValidatedRequest;
import io.vertx.openapi.validation.ValidatorException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which operation is meant, and does the request keep to its OpenAPI schema? What does goes into the pipeline; everything else
 * is answered here: 400, 404, 405, 408, 413 and 415, each a problem document.
 */
public final class ContractRouter {
    private static final Logger LOG = LoggerFactory.getLogger(ContractRouter.class);
    private static final String STARTED = "cellmesh.started";
    private static final String TRACE = "cellmesh.trace";
    private static final int NO_STATUS = -1;

    private final Vertx vertx;
    private final ReplyWriter replies;
    private final BodyReader bodies;
    private final LongSupplier nanoClock;
    private final RandomGenerator random;

    public ContractRouter(
            Vertx vertx, BodyLimits limits, ReplyWriter replies, LongSupplier nanoClock, RandomGenerator random) {
        this.vertx = vertx;
        this.replies = replies;
        this.bodies = new BodyReader(vertx, limits);
        this.nanoClock = nanoClock;
        this.random = random;
    }

    /**
     * Routes every operation of the contracts into the pipeline.
     *
     * @param openApiResources class-path resources, YAML or JSON; no two have a path in common
     */
    public Future<Handler<HttpServerRequest>> route(List<String> openApiResources, Pipeline pipeline) {
        return contracts(vertx, openApiResources).map(contracts -> router(contracts, operation -> pipeline));
    }

    /** The contracts, in the order of their resources, to be routed by {@link #router}. */
    public static Future<List<OpenAPIContract>> contracts(Vertx vertx, List<String> openApiResources) {
        List<Future<OpenAPIContract>> loading = openApiResources.stream()
                .map(resource -> OpenAPIContract.from(vertx, resource))
                .toList();
        return Future.all(loading)
                .map(all -> loading.stream().map(Future::result).toList());
    }

    /** Where does a request go that is surely one of an operation's? */
    private record Straight(RequestValidation validation, Pipeline pipeline) {}

    /** @param pipelines by operation id */
    public Handler<HttpServerRequest> router(List<OpenAPIContract> contracts, Function<String, Pipeline> pipelines) {
        DirectRoutes<Straight> direct = new DirectRoutes<>();
        Router router = router(contracts, pipelines, direct);
        return request ->
                direct.find(request).ifPresentOrElse(found -> goStraight(request, found), () -> router.handle(request));
    }

    /** What is wrong with its body is told as the router's way would. */
    private void goStraight(HttpServerRequest request, DirectRoutes.Found<Straight> found) {
        long startedNanos = nanoClock.getAsLong();
        TraceContext trace = TraceContext.continued(request.getHeader(TraceContext.HEADER), random);
        String operationId = found.operation().getOperationId();
        found.target()
                .validation()
                .body(request, found.operation())
                .onSuccess(body -> {
                    Input input = input(request, operationId, found.pathParameters(), Map.of(), body);
                    serve(
                            request,
                            new Exchange(input, trace, startedNanos),
                            found.target().pipeline());
                })
                .onFailure(failure -> replies.write(
                        request, operationId, trace, startedNanos, 0, failure(failure, NO_STATUS, trace)));
    }

    private Router router(
            List<OpenAPIContract> contracts, Function<String, Pipeline> pipelines, DirectRoutes<Straight> direct) {
        Router router = Router.router(vertx);
        refuseUndecodable(router);
        router.route().handler(context -> {
            begin(context);
            context.next();
        });
        for (OpenAPIContract contract : contracts) {
            RouterBuilder builder = RouterBuilder.create(vertx, contract);
            RequestValidation validation = new RequestValidation(vertx, contract, bodies);
            for (OpenAPIRoute route : builder.getRoutes()) {
                String operationId = route.getOperation().getOperationId();
                Pipeline pipeline = pipelines.apply(operationId);
                direct.add(route.getOperation(), validation.surely(), new Straight(validation, pipeline));
                route.setDoSecurity(false)
                        .setDoValidation(false)
                        .addHandler(context -> validation
                                .validate(context, route.getOperation())
                                .map(valid -> input(context, operationId, valid))
                                .onSuccess(input -> serve(
                                        context.request(),
                                        new Exchange(input, context.get(TRACE), context.get(STARTED)),
                                        pipeline))
                                .onFailure(context::fail))
                        .addFailureHandler(context -> answer(context, operationId, failure(context)));
            }
            Router operations = builder.createRouter();
            refuseUndecodable(operations);
            PathShapes shapes = new PathShapes(
                    contract.getPaths().stream().map(Path::getName).toList());
            router.route("/*")
                    .handler(context -> {
                        if (shapes.mayHave(context.request().path())) {
                            operations.handleContext(context);
                        } else {
                            context.next();
                        }
                    })
                    .failureHandler(operations::handleFailure);
        }
        router.route()
                .handler(context -> answer(context, ReplyWriter.NO_OPERATION, noSuchOperation(contracts, context)));
        router.route().failureHandler(context -> answer(context, ReplyWriter.NO_OPERATION, failure(context)));
        return router;
    }

    /** A path or a query with broken escapes never comes to a route. */
    private void refuseUndecodable(Router router) {
        router.errorHandler(ProblemType.MALFORMED_REQUEST.status(), context -> {
            begin(context);
            answer(context, ReplyWriter.NO_OPERATION, failure(context));
        });
    }

    private void begin(RoutingContext context) {
        context.put(STARTED, nanoClock.getAsLong());
        context.put(TRACE, TraceContext.continued(context.request().getHeader(TraceContext.HEADER), random));
    }

    private void serve(HttpServerRequest request, Exchange exchange, Pipeline pipeline) {
        pipeline.run(exchange)
                .onSuccess(reply -> replies.write(
                        request,
                        exchange.input().operationId(),
                        exchange.trace(),
                        exchange.startedNanos(),
                        exchange.databaseNanos(),
                        reply));
    }

    private static Input input(RoutingContext context, String operationId, ValidatedRequest valid) {
        Map<String, String> path = new HashMap<>();
        valid.getPathParameters().forEach((name, value) -> path.put(name, value.getString()));
        Map<String, Object> query = new HashMap<>();
        valid.getQuery().forEach((name, value) -> {
            if (!value.isNull()) {
                query.put(name, value.get());
            }
        });
        return input(context.request(), operationId, path, query, valid.getBody());
    }

    private static Input input(
            HttpServerRequest request,
            String operationId,
            Map<String, String> path,
            Map<String, Object> query,
            RequestParameter body) {
        return new Input(
                operationId,
                request.method().name(),
                request.path(),
                request.uri(),
                path,
                query,
                request.headers(),
                body(body));
    }

    private static JsonObject body(RequestParameter body) {
        return body == null || body.isNull() ? new JsonObject() : body.getJsonObject();
    }

    private void answer(RoutingContext context, String operationId, Reply reply) {
        replies.write(context.request(), operationId, context.get(TRACE), context.get(STARTED), 0, reply);
    }

    private static Reply noSuchOperation(List<OpenAPIContract> contracts, RoutingContext context) {
        Optional<Path> path = contracts.stream()
                .flatMap(contract ->
                        Optional.ofNullable(contract.findPath(context.request().path())).stream())
                .findFirst();
        if (path.isEmpty()) {
            return Reply.problem(Problem.of(ProblemType.UNKNOWN_PATH, "Nothing is served under this path."));
        }
        TreeSet<String> methods = new TreeSet<>();
        path.get()
                .getOperations()
                .forEach(operation -> methods.add(operation.getHttpMethod().name()));
        String allow = String.join(", ", methods);
        return Reply.problem(Problem.of(ProblemType.METHOD_NOT_ALLOWED, "This path knows " + allow + "."))
                .with("Allow", allow);
    }

    private static Reply failure(RoutingContext context) {
        return failure(context.failure(), context.statusCode(), context.get(TRACE));
    }

    /**
     * @param failure may be null
     * @param status of the router, or {@value #NO_STATUS}
     */
    private static Reply failure(Throwable failure, int status, TraceContext trace) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refused refused) {
                return Reply.problem(refused.problem());
            }
            if (cause instanceof SchemaValidationException broken) {
                return Reply.problem(BrokenSchema.problem(broken));
            }
            if (cause instanceof ValidatorException invalid) {
                return Reply.problem(Problem.of(ProblemType.MALFORMED_REQUEST, invalid.getMessage()));
            }
        }
        if (failure == null || (status >= 400 && status < 500)) {
            return Reply.problem(Problem.of(ProblemType.MALFORMED_REQUEST, "The request cannot be read."));
        }
        LOG.error("request {} broke", trace.traceId(), failure);
        return Reply.problem(Problem.of(ProblemType.INTERNAL, "The request broke something here; it has been noted."));
    }
}

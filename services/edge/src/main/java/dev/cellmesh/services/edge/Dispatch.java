package dev.cellmesh.services.edge;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.budget.LatencyGoal;
import dev.cellmesh.runtime.route.RoutesInUse;
import dev.cellmesh.services.edge.cache.Caching;
import dev.cellmesh.services.edge.cache.EdgeCache.Found;
import dev.cellmesh.services.edge.cache.Kept;
import dev.cellmesh.services.edge.cache.Variant;
import dev.cellmesh.services.edge.health.TrafficClass;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * Who answers a request that may be answered? What is kept, if it is good enough; else a cell. A request whose answer another one has
 * asked for already waits for that, but not for long.
 */
record Dispatch(EdgeContext edge, KeptAnswers kept) {
    /** Of what is left of the deadline. */
    private static final int SHARE_TO_WAIT = 2;

    private static final long WAIT_MILLIS_MAX = 1_000;

    Dispatch(EdgeContext edge) {
        this(edge, new KeptAnswers(edge));
    }

    void begin(AdmittedRequest admitted) {
        HttpServerRequest request = admitted.request();
        CellChoice cells = choice(admitted);
        Optional<Caching> caching = admitted.operation().flatMap(KnownOperation::caching);
        if (caching.isEmpty() || !request.method().equals(HttpMethod.GET)) {
            boolean isRead = request.method().equals(HttpMethod.GET)
                    || request.method().equals(HttpMethod.HEAD)
                    || request.method().equals(HttpMethod.OPTIONS);
            exchange(admitted, cells, isRead ? AnswerPath.ofRead(edge) : AnswerPath.ofWrite(edge, admitted.path()));
            return;
        }
        Optional<Variant> variant = Variant.of(
                caching.get(),
                admitted.path(),
                admitted.query(),
                request.headers(),
                admitted.caller(),
                admitted.words());
        if (variant.isEmpty()) {
            edge.cache().bypassed();
            exchange(admitted, cells, AnswerPath.ofBypassing(edge));
            return;
        }
        switch (edge.cache().find(variant.get(), caching.get())) {
            case Found.Answer answer -> {
                answer(admitted, answer.kept());
                answer.fill().ifPresent(fill -> Revalidation.begin(edge, admitted, cells, answer.kept(), fill));
            }
            case Found.Nothing nothing -> exchange(admitted, cells, AnswerPath.ofFill(edge, nothing.fill()));
            case Found.OnItsWay onItsWay -> follow(admitted, cells, variant.get(), onItsWay.done());
            case Found.Crowded crowded -> exchange(admitted, cells, AnswerPath.ofBypassing(edge));
        }
    }

    private CellChoice choice(AdmittedRequest admitted) {
        HttpServerRequest request = admitted.request();
        Optional<KnownOperation> known = admitted.operation();
        Reach reach = known.map(operation -> operation.reach(request.headers())).orElse(Reach.HOME);
        boolean mayFollowHint = known.filter(operation -> !operation.isWrite()).isPresent();
        Region first = mayFollowHint ? edge.regions().hints().preferred(request.headers()) : edge.region();
        TrafficClass kind = known.map(operation -> operation.trafficClass(request.headers()))
                .orElseGet(() -> unknownKind(request.method()));
        return new CellChoice(
                edge.picker(), edge.region(), edge.regions().distances().from(first), reach, kind, admitted.route());
    }

    private static TrafficClass unknownKind(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)
                ? TrafficClass.STRONG_READ
                : TrafficClass.QUORUM_WRITE;
    }

    private void exchange(AdmittedRequest admitted, CellChoice cells, AnswerPath path) {
        new Exchange(edge, admitted, path, cells).begin();
    }

    private void answer(AdmittedRequest admitted, Kept answer) {
        int status = kept.answer(admitted.request(), answer, admitted.trace(), admitted.startNanos());
        long tookNanos = edge.nowNanos() - admitted.startNanos();
        edge.meters().answered(admitted.route().home(), status, tookNanos);
        edge.signals()
                .answered(
                        admitted.operation().map(KnownOperation::id).orElse(null),
                        admitted.operation()
                                .map(known -> known.goal(admitted.request().headers()))
                                .orElse(LatencyGoal.UNDECLARED),
                        edge.region(),
                        status,
                        tookNanos,
                        admitted.deadline().atNanos() - admitted.startNanos());
    }

    /** It may turn out that nothing is kept: then everybody asks for themselves, rather than one after the other. */
    private void follow(AdmittedRequest admitted, CellChoice cells, Variant variant, Future<Void> done) {
        long waitMillis =
                Math.min(WAIT_MILLIS_MAX, admitted.deadline().remainingMillis(edge.nowNanos()) / SHARE_TO_WAIT);
        if (waitMillis == 0) {
            exchange(admitted, cells, AnswerPath.ofBypassing(edge));
            return;
        }
        RoutesInUse.Use routesInUse = edge.inFlight().began(admitted.routeEpoch());
        Promise<Void> waited = Promise.promise();
        long timer = edge.vertx().setTimer(waitMillis, id -> waited.tryComplete());
        done.onComplete(ended -> waited.tryComplete());
        waited.future().onComplete(over -> {
            edge.vertx().cancelTimer(timer);
            Optional<Kept> answer = edge.cache().usable(variant);
            if (answer.isPresent()) {
                answer(admitted, answer.get());
            } else {
                exchange(admitted, cells, AnswerPath.ofBypassing(edge));
            }
            edge.inFlight().ended(routesInUse);
        });
    }
}

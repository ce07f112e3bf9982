package dev.cellmesh.services.edge;

import dev.cellmesh.runtime.http.RequestFraming;
import dev.cellmesh.services.edge.RequestBody.Outcome;
import dev.cellmesh.services.edge.poison.Print;
import io.vertx.core.http.HttpClientRequest;

/**
 * How is one request written to a cell's connection?
 *
 * @param isWhole whether the body is at hand, or streams
 */
record Mailing(EdgeContext edge, Exchange exchange, AdmittedRequest admitted, Print print, boolean isWhole) {
    /** The request is begun; its answer is somebody else's. */
    void write(Send send, HttpClientRequest to, long routeEpoch) {
        HopHeaders.toCell(
                admitted.request(),
                edge.id(),
                admitted.words(),
                admitted.trace(),
                admitted.deadline().millisForCell(edge.nowNanos()),
                routeEpoch,
                to.headers());
        send.arrives(print);
        Attempt attempt = send.attempt();
        if (isWhole) {
            boolean framed = RequestFraming.hasBody(admitted.request().headers()) || !admitted.isSafe();
            attempt.send(exchange.body().kept(), framed);
        } else {
            attempt.stream(exchange.body()).onSuccess(outcome -> {
                if (outcome != Outcome.COMPLETE && !exchange.isEnded() && !attempt.isAnswered()) {
                    exchange.bodyFailed(outcome);
                }
            });
        }
    }
}

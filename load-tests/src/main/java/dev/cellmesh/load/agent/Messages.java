package dev.cellmesh.load.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cellmesh.load.check.Finding;
import dev.cellmesh.load.fault.FaultTimeline.Mark;
import dev.cellmesh.load.record.Recording.Generator;
import dev.cellmesh.load.run.RunResult.Gauge;
import dev.cellmesh.load.scenario.Overrides;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What do coordinator and agent say to each other? JSON over HTTP, version {@value #VERSION}. */
final class Messages {
    /** In the path. */
    static final String VERSION = "v1";

    /** Of an order, its traces included. */
    static final int ORDER_BYTES_MAX = 64 << 20;

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    private Messages() {}

    /**
     * Run your part of this.
     *
     * @param scenario text of the file
     * @param traces by their path from the scenario's folder
     * @param edges what overrides the scenario's, by region
     * @param mesh null for the scenario's
     * @param seed of the whole run
     * @param number of this agent, from 0
     * @param agents how many
     */
    record Order(
            String name,
            String scenario,
            Map<String, String> traces,
            String mesh,
            Map<String, String> edges,
            double rateScale,
            double timeScale,
            long seed,
            int number,
            int agents) {

        Overrides overrides() {
            Map<String, URI> uris = new TreeMap<>();
            edges.forEach((region, uri) -> uris.put(region, URI.create(uri)));
            return new Overrides(Optional.ofNullable(mesh).map(URI::create), uris, rateScale, timeScale);
        }
    }

    /** It begins in so many milliseconds. */
    record Start(long inMillis) {}

    record Stop(String why) {}

    enum State {
        PREPARING,
        /** All is prepared, and it waits for its start. */
        READY,
        RUNNING,
        ENDED,
        FAILED
    }

    /**
     * How far is it?
     *
     * @param failure what went wrong, or null
     * @param targetAtFault whether it was the target that could not be reached or prepared
     * @param interval the newest whole interval, by tag
     * @param intervalNanos its length
     */
    record Status(
            String run,
            State state,
            String failure,
            boolean targetAtFault,
            long offsetNanos,
            int underWay,
            Generator generator,
            Map<String, Interval> interval,
            long intervalNanos,
            List<Mark> marks) {}

    /** @param latency as HdrHistogram compresses it, in base64 */
    record Interval(long requests, long attempts, String latency) {}

    /**
     * All of a result that is not in its recording.
     *
     * @param aborted the reason, or null
     */
    record Rest(
            String startedAt,
            Map<String, String> environment,
            List<Mark> marks,
            List<Finding> findings,
            String aborted,
            Map<String, List<Gauge>> samples) {}

    record Problem(String title) {}

    static Buffer write(Object message) {
        try {
            return Buffer.buffer(JSON.writeValueAsBytes(message));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a message cannot be written", e);
        }
    }

    /** @throws IllegalArgumentException when it is no such message */
    static <T> T read(Buffer body, Class<T> type) {
        try {
            T message = JSON.readValue(body.getBytes(), type);
            if (message == null) {
                throw new IllegalArgumentException("the body is empty");
            }
            return message;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the body is no " + type.getSimpleName() + ": "
                            + e.getMessage().lines().findFirst().orElse(""),
                    e);
        }
    }
}

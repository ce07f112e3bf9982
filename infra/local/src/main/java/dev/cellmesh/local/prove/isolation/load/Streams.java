package dev.cellmesh.local.prove.isolation.load;

import dev.cellmesh.load.check.Finding;
import dev.cellmesh.load.client.PreparedRequest;
import dev.cellmesh.load.client.Reception;
import dev.cellmesh.load.operation.Operation;
import dev.cellmesh.load.operation.Workload;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The streams of one run as the harness wants them; remembers every answer. */
final class Streams implements Workload {
    private static final String CELL = "X-Cell";

    private final Map<String, Stream> streams;
    /** Touched by the generator's loop alone, and read when it is over. */
    private final List<Answer> answers = new ArrayList<>();

    private final Map<String, String> names = new HashMap<>();

    Streams(List<Stream> streams) {
        this.streams = streams.stream().collect(Collectors.toMap(Stream::name, Function.identity()));
    }

    Answers answers() {
        return new Answers(answers);
    }

    @Override
    public Future<Void> prepare() {
        return Future.succeededFuture();
    }

    @Override
    public Operation operation(String name) {
        Stream stream = streams.get(name);
        return new Operation() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Turn next(Turn.Who who) {
                return new OneOf(name, stream.requests().next(who.random()), who.intendedNanos());
            }
        };
    }

    private final class OneOf implements Operation.Turn {
        private final String stream;
        private final Stream.Asked asked;
        private final long intendedNanos;

        OneOf(String stream, Stream.Asked asked, long intendedNanos) {
            this.stream = stream;
            this.asked = asked;
            this.intendedNanos = intendedNanos;
        }

        @Override
        public PreparedRequest request() {
            return asked.request();
        }

        @Override
        public void settled(Reception last, long invokedNanos, boolean anyUnknown) {
            int status = 0;
            String cell = "";
            String problem = "";
            if (last instanceof Reception.Answered answered) {
                status = answered.status();
                String header = answered.headers().get(CELL);
                cell = header == null ? "" : names.computeIfAbsent(header, same -> same);
                problem = status < 300 ? "" : names.computeIfAbsent(problemOf(answered), same -> same);
            }
            answers.add(new Answer(stream, asked.tenant(), cell, status, problem, intendedNanos, last.endNanos()));
        }
    }

    private static String problemOf(Reception.Answered answered) {
        try {
            String type = new JsonObject(answered.body()).getString("type", "");
            return type.substring(type.lastIndexOf('/') + 1);
        } catch (DecodeException | ClassCastException noProblem) {
            return "";
        }
    }

    @Override
    public Future<Void> settle() {
        return Future.succeededFuture();
    }

    @Override
    public List<Finding> check() {
        return List.of();
    }

    @Override
    public void writeHistories(Path folder) {
        // What came of each request is in the answers.
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}

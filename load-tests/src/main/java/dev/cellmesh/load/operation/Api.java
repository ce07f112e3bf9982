package dev.cellmesh.load.operation;

import dev.cellmesh.load.client.PreparedRequest;
import dev.cellmesh.load.client.Reception;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How does a workload ask before and after the load, when time does not matter but the outcome does? It sends a request again, with
 * the same key, until it is decided or the deadline is over. Blocks; call it from virtual threads.
 */
final class Api implements AutoCloseable {
    /** Enough for a thousand tenants to be made in a minute across oceans; few enough to not be a load. */
    static final int AT_ONCE = 48;

    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(15);
    private static final long PAUSE_MILLIS_MIN = 20;
    private static final long PAUSE_MILLIS_MAX = 500;

    private final Context context;
    private final HttpClient http;

    Api(Vertx vertx, boolean trustAll) {
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.http = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout((int) REQUEST_LIMIT.toMillis())
                        .setTrustAll(trustAll)
                        .setVerifyHost(!trustAll),
                new PoolOptions().setHttp1MaxSize(AT_ONCE));
    }

    /** What to say to the person who started the run. */
    static final class Unprepared extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unprepared(String message) {
            super(message);
        }
    }

    /** When to give up. */
    record Deadline(long atNanos) {
        static Deadline in(Duration duration) {
            return new Deadline(System.nanoTime() + duration.toNanos());
        }

        boolean isOver() {
            return System.nanoTime() - atNanos >= 0;
        }
    }

    /** Once. */
    Reception once(PreparedRequest request) {
        long sent = System.nanoTime();
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setAbsoluteURI(request.origin() + request.target())
                .setHeaders(request.headers())
                .setTimeout(REQUEST_LIMIT.toMillis());
        Promise<Reception> answer = Promise.promise();
        // All of it on one loop: a body that is asked for from outside may have gone by.
        context.runOnContext(on -> http.request(options)
                .compose(open -> open.send(request.body()))
                .compose(response -> response.body()
                        .<Reception>map(body -> new Reception.Answered(
                                sent, System.nanoTime(), response.statusCode(), response.headers(), body)))
                .onComplete(answer));
        try {
            return answer.future()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(REQUEST_LIMIT.toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new Reception.TimedOut(sent, System.nanoTime());
        } catch (ExecutionException e) {
            return new Reception.CutOff(sent, System.nanoTime(), String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reception.CutOff(sent, System.nanoTime(), "interrupted");
        }
    }

    /** Until an answer does not ask to come back; the last reception, whatever it is, when the deadline is over. */
    Reception settle(PreparedRequest request, Deadline deadline) {
        long pauseMillis = PAUSE_MILLIS_MIN;
        while (true) {
            Reception reception = once(request);
            boolean isAnswer = reception instanceof Reception.Answered answered && !Known.asksAgain(answered);
            boolean isInterrupted = Thread.currentThread().isInterrupted();
            if (isAnswer || deadline.isOver() || isInterrupted) {
                return reception;
            }
            pause(pauseMillis);
            pauseMillis = Math.min(PAUSE_MILLIS_MAX, pauseMillis * 2);
        }
    }

    /** @throws Unprepared unless the answer has one of the statuses */
    Reception.Answered expect(PreparedRequest request, Deadline deadline, int... statuses) {
        Reception reception = settle(request, deadline);
        if (reception instanceof Reception.Answered answered) {
            for (int status : statuses) {
                if (answered.status() == status) {
                    return answered;
                }
            }
        }
        throw new Unprepared(request.method() + " " + request.origin() + request.target() + ": " + describe(reception));
    }

    static String describe(Reception reception) {
        return switch (reception) {
            case Reception.Answered answered -> answered.status() + " " + answered.body();
            case Reception.TimedOut timedOut -> "no answer in time";
            case Reception.CutOff cutOff -> "no answer: " + cutOff.reason();
            case Reception.NotSent notSent -> "not sent: " + notSent.reason();
        };
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All of them, so many at a time, in their order; the first failure is thrown when all have ended. */
    static <T> List<T> all(List<Callable<T>> tasks) {
        Semaphore places = new Semaphore(AT_ONCE);
        List<java.util.concurrent.Future<T>> futures = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Callable<T> task : tasks) {
                futures.add(threads.submit(() -> {
                    places.acquire();
                    try {
                        return task.call();
                    } finally {
                        places.release();
                    }
                }));
            }
        }
        List<T> results = new ArrayList<>();
        for (java.util.concurrent.Future<T> future : futures) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Unprepared("interrupted");
            }
        }
        return results;
    }

    @Override
    public void close() {
        var closing = http.close();
        closing.onFailure(failure -> {
            // Nothing is left to be done with a client that nobody uses.
        });
    }
}

package dev.cellmesh.client;

import dev.cellmesh.client.Wire.Result;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Which edge does a call go to, when again, and what does its caller hear at the end? For any thread; blocks. */
final class Attempts {
    private static final String LAST_SEEN = "X-Last-Write-Timestamp";
    private static final String WRITTEN = "x-write-timestamp";
    /** Of these, the content is not at fault, and a later try may be answered otherwise. */
    private static final Set<Integer> LATER = Set.of(429, 502, 503, 504);

    /** The slowest transfer takes well under that: a try with less time would be ended while it works. */
    private static final Duration SHARE_MIN = Duration.ofSeconds(1);
    /** Of the time that is waited, an edge is told less: one that is only slow says so in time, and is not taken for silent. */
    private static final double TOLD = 0.9;

    private final ClientSettings settings;
    private final Exchange wire;
    private final Edges edges;
    private final Supplier<Residences> residences;
    private final Tokens tokens;
    private final RetryBudget budget;
    private final LongSupplier nanoClock;
    private final InstantSource wallClock;
    private final RandomGenerator random;
    private final CellmeshClient.Pause pause;

    Attempts(
            ClientSettings settings,
            Exchange wire,
            Edges edges,
            Supplier<Residences> residences,
            Tokens tokens,
            RetryBudget budget,
            LongSupplier nanoClock,
            InstantSource wallClock,
            RandomGenerator random,
            CellmeshClient.Pause pause) {
        this.settings = settings;
        this.wire = wire;
        this.edges = edges;
        this.residences = residences;
        this.tokens = tokens;
        this.budget = budget;
        this.nanoClock = nanoClock;
        this.wallClock = wallClock;
        this.random = random;
        this.pause = pause;
    }

    /** One exchange with one edge, as {@link Wire} does it. */
    @FunctionalInterface
    interface Exchange {
        Result with(URI edge, String method, String target, Map<String, String> headers, String body, Duration most)
                throws InterruptedException;
    }

    /** What is known of one call so far. */
    private static final class Course {
        private final Set<URI> tried = new HashSet<>();
        private int tries;
        /** A cell may have acted on it, and nobody has told. */
        private boolean isOpen;
        /** The only region that may be asked now. */
        private Optional<String> region = Optional.empty();

        private boolean isRejected;
        private boolean hasForgotten;
        private Outcome last = new Outcome.Unsent("there was no time for a first try");
    }

    /** @param endNanos its deadline, on the monotonic clock */
    Outcome run(Call call, long endNanos) throws InterruptedException {
        Course course = new Course();
        budget.called();
        while (nanoClock.getAsLong() < endNanos) {
            Optional<URI> edge = edges.next(course.tried, course.region);
            if (edge.isEmpty()) {
                break;
            }
            Optional<Duration> retryAfter = Optional.empty();
            List<String> carried = tokens.carriedFor(call.tenant());
            Result result = exchange(call, course, edge.get(), carried, endNanos);
            course.tries++;
            course.tried.add(edge.get());
            switch (result) {
                case Result.NotSent unsent -> {
                    edges.failed(edge.get());
                    course.last = course.isOpen ? course.last : new Outcome.Unsent(unsent.why());
                }
                case Result.Lost lost -> {
                    edges.failed(edge.get());
                    remainsOpen(call, course, edge.get(), lost.why());
                    if (!call.isRepeatable()) {
                        return course.last;
                    }
                }
                case Result.Answer answer -> {
                    edges.answered(edge.get());
                    Optional<Outcome> end = judge(call, course, edge.get(), carried, answer);
                    if (end.isPresent()) {
                        return end.get();
                    }
                    retryAfter = Optional.ofNullable(answer.headers().get("retry-after"))
                            .flatMap(values -> Waits.retryAfter(values.getFirst(), wallClock.instant()));
                }
            }
            long waitMillis = result instanceof Result.NotSent
                            && course.tries < edges.all().size()
                    ? 0
                    : Waits.millis(course.tries, retryAfter, random);
            boolean inTime = nanoClock.getAsLong() + waitMillis * 1_000_000 < endNanos;
            if (!inTime || !budget.take()) {
                break;
            }
            pause.ofMillis(waitMillis);
        }
        return course.last;
    }

    private Result exchange(Call call, Course course, URI edge, List<String> carried, long endNanos)
            throws InterruptedException {
        Duration most = share(call, course, edge, Duration.ofNanos(Math.max(1, endNanos - nanoClock.getAsLong())));
        Map<String, String> headers = new HashMap<>(call.headers());
        headers.put("Authorization", "Bearer " + settings.credentials().bearer(call.tenant(), course.isRejected));
        headers.put("X-Request-Deadline", Long.toString(Math.max(1, (long) (most.toMillis() * TOLD))));
        call.key().ifPresent(key -> headers.put("Idempotency-Key", '"' + key + '"'));
        settings.userRegion().ifPresent(region -> headers.put("X-User-Region", region));
        if (!call.body().isEmpty()) {
            headers.put("Content-Type", "application/json");
        }
        if (!carried.isEmpty()) {
            headers.put(LAST_SEEN, String.join(", ", carried));
        }
        return wire.with(edge, call.method(), call.target(), headers, call.body(), most);
    }

    /** How long one try may take: all that is left, but half of it when there is another edge to ask after a silent one. */
    private Duration share(Call call, Course course, URI edge, Duration left) {
        Duration half = left.dividedBy(2);
        boolean mayGoOn = call.isRepeatable()
                && half.compareTo(SHARE_MIN) >= 0
                && budget.hasOne()
                && edges.hasOther(edge, course.tried, regionAfter(call, course, edge));
        return mayGoOn ? half : left;
    }

    /** @return what the caller hears; empty when another try may tell more */
    private Optional<Outcome> judge(Call call, Course course, URI edge, List<String> carried, Result.Answer answer) {
        Optional.ofNullable(answer.headers().get(WRITTEN))
                .ifPresent(token -> tokens.seen(call.tenant(), carried, token.getFirst()));
        int status = answer.status();
        if (status < 300 || status == 304) {
            return Optional.of(new Outcome.Answered(status, answer.headers(), answer.body()));
        }
        Problem problem = Problem.of(status, answer.body());
        if (status == 401 && !course.isRejected) {
            course.isRejected = true;
            keep(course, problem);
            return Optional.empty();
        }
        if (problem.name().equals(Problem.IN_PROGRESS) || status == 504) {
            remainsOpen(call, course, edge, problem.name());
            return call.isRepeatable() ? Optional.empty() : Optional.of(course.last);
        }
        if (problem.isOfHeader(LAST_SEEN) && !carried.isEmpty() && !course.hasForgotten) {
            // Tokens of before the mesh's secret was changed: what they covered is lost, but not this call.
            course.hasForgotten = true;
            tokens.refused(call.tenant(), carried);
            keep(course, problem);
            return Optional.empty();
        }
        keep(course, problem);
        return LATER.contains(status) && call.isRepeatable() ? Optional.empty() : Optional.of(course.last);
    }

    /** Of a write that may have happened, only an answer that is kept under its key says that it did not. */
    private static void keep(Course course, Problem problem) {
        course.last = course.isOpen && !problem.isKeptUnderKey()
                ? new Outcome.Unknown("an earlier try was lost, and then: " + problem.name())
                : new Outcome.Refused(problem);
    }

    private void remainsOpen(Call call, Course course, URI edge, String why) {
        if (call.isSafe()) {
            course.last = new Outcome.Unsent(why);
            return;
        }
        course.isOpen = true;
        course.last = new Outcome.Unknown(why);
        course.region = regionAfter(call, course, edge);
    }

    /** The only region that may be asked when this edge has had the call. */
    private Optional<String> regionAfter(Call call, Course course, URI edge) {
        return call.isSafe() || residences.get().mayMove(call) ? course.region : Optional.of(edges.regionOf(edge));
    }
}

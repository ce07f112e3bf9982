package dev.cellmesh.load.selftest;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Does the generator tell the truth about a server that stalls, does it keep its schedule, and how much can it send? Against a
 * server of its own, each of the two on a core of its own where the machine has two.
 */
final class GeneratorRows {
    /** So few that what waited for the stall's end is answered within milliseconds, as the arithmetic has it. */
    private static final int STALL_RATE = 100;

    private static final int STALL_SECONDS = 30;
    private static final int STALL_AT_SECONDS = 15;
    /** 20 ms of thought each: about as many requests a second as the open phase. */
    private static final int CLOSED_USERS = 2;
    /** More than arrive in a second, so that none waits for a connection during the stall. */
    private static final int STALL_CONNECTIONS = 200;

    private static final double TOLERANCE = 0.02;

    private static final int LAG_RATE = 5_000;
    private static final int LAG_SECONDS = 10;
    private static final double LAG_MILLIS_MAX = 2;
    private static final int CONNECTIONS = 64;

    private static final int STEP_SECONDS = 4;
    private static final int STEP_FIRST = 10_000;
    private static final int STEP = 5_000;
    private static final int STEP_FINE = 1_000;
    private static final int STEPS_MAX = 200_000;
    /** A generator that cannot keep up falls behind by more than this within a step. */
    private static final double KEEPS_UP_LAG_MILLIS = 20;

    private static final int WRK_SECONDS = 5;
    private static final Pattern WRK_RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");

    private static final double NANOS_PER_MILLI = 1e6;

    private final Consumer<String> doing;
    private final boolean pinned =
            Child.isThere("taskset") && Runtime.getRuntime().availableProcessors() > 1;
    private final Optional<Integer> generatorCore = pinned ? Optional.of(0) : Optional.empty();
    private final Optional<Integer> serverCore = pinned ? Optional.of(1) : Optional.empty();
    private final List<SelfTestRow> rows = new ArrayList<>();

    /** @param doing told what is being done, for the person who waits */
    GeneratorRows(Consumer<String> doing) {
        this.doing = doing;
    }

    List<SelfTestRow> rows() throws IOException {
        try (Child server = Child.java(TargetServer.class, serverCore)) {
            URI at = URI.create("http://127.0.0.1:" + server.hear(TargetServer.PORT));
            try (Child probe = Child.java(Probe.class, generatorCore, at.toString())) {
                doing.accept("warming up");
                step(probe, LAG_RATE, LAG_SECONDS, CONNECTIONS);
                stall(probe, at);
                lag(probe);
                highest(probe, at);
            }
        }
        return rows;
    }

    /** How cores are shared, for the environment. */
    String cores() {
        return pinned
                ? "generator and wrk on core 0, server on core 1 (taskset)"
                : "generator and server share the cores: taskset or a second core is missing";
    }

    private void stall(Child probe, URI server) throws IOException {
        doing.accept("a stall of 1 s in " + STALL_SECONDS + " s");
        probe.say(new JsonObject()
                .put("rate", STALL_RATE)
                .put("seconds", STALL_SECONDS)
                .put("connections", STALL_CONNECTIONS)
                .put("users", CLOSED_USERS)
                .encode());
        CompletableFuture<Long> stalled = CompletableFuture.supplyAsync(
                () -> post(server.resolve("/stall")),
                CompletableFuture.delayedExecutor(STALL_AT_SECONDS, TimeUnit.SECONDS));
        JsonObject seen = new JsonObject(probe.hear(Probe.FIGURES));
        double stallSeconds = stalled.join() / 1e9;
        JsonObject open = seen.getJsonObject(Probe.OPEN);
        String what = "server stalls 1 s once in " + STALL_SECONDS + " s at " + STALL_RATE + "/s: ";
        boolean all = seen.getLong("dropped") == 0 && open.getLong("succeeded") == STALL_RATE * (long) STALL_SECONDS;
        String how = String.format(
                Locale.ROOT,
                "; the server counted %.3f s, lag p99.9 %.1f ms%s",
                stallSeconds,
                millis(open, "lagNanos", 2),
                all ? "" : "; not all were sent and answered");
        within(what + "p99", 0.70, millis(open, "latencyNanos", 1) / 1e3, all, how);
        within(what + "p99.9", 0.97, millis(open, "latencyNanos", 2) / 1e3, all, how);
        JsonObject closed = seen.getJsonObject(Probe.CLOSED);
        double p99 = millis(closed, "latencyNanos", 1);
        rows.add(new SelfTestRow(
                "the same stall in the same run, closed loop of " + CLOSED_USERS + " users: p99",
                "far less",
                String.format(Locale.ROOT, "%.1f ms (p99.9 %.1f ms)", p99, millis(closed, "latencyNanos", 2)),
                p99 < 70));
    }

    private void within(String what, double goal, double seen, boolean all, String how) {
        rows.add(new SelfTestRow(
                what,
                String.format(Locale.ROOT, "%.2f s +- 2 %%", goal),
                String.format(Locale.ROOT, "%.3f s%s", seen, how),
                all && Math.abs(seen - goal) <= goal * TOLERANCE));
    }

    private void lag(Child probe) throws IOException {
        doing.accept("schedule lag at " + LAG_RATE + "/s");
        JsonObject seen = step(probe, LAG_RATE, LAG_SECONDS, CONNECTIONS);
        JsonObject open = seen.getJsonObject(Probe.OPEN);
        double lag = millis(open, "lagNanos", 2);
        rows.add(new SelfTestRow(
                "schedule lag p99.9 at " + LAG_RATE + "/s, generator on one core",
                "<= 2 ms",
                String.format(
                        Locale.ROOT,
                        "%.3f ms (p50 %.3f, max %.1f); latency p99.9 %.2f ms",
                        lag,
                        millis(open, "lagNanos", 0),
                        millis(open, "lagNanos", 3),
                        millis(open, "latencyNanos", 2)),
                lag <= LAG_MILLIS_MAX && seen.getLong("dropped") == 0));
        probe.say(new JsonObject()
                .put(Probe.ASLEEP, true)
                .put("rate", LAG_RATE)
                .put("seconds", LAG_SECONDS)
                .encode());
        JsonObject asleep = new JsonObject(probe.hear(Probe.FIGURES));
        rows.add(new SelfTestRow(
                "the same of a thread that only sleeps until these times: what the machine itself is late by",
                "stated",
                String.format(
                        Locale.ROOT,
                        "%.3f ms (p50 %.3f, max %.1f)",
                        millis(asleep, "lagNanos", 2),
                        millis(asleep, "lagNanos", 0),
                        millis(asleep, "lagNanos", 3)),
                true));
    }

    private void highest(Child probe, URI server) throws IOException {
        int best = 0;
        JsonObject atBest = new JsonObject();
        int step = STEP;
        int rate = STEP_FIRST;
        while (rate <= STEPS_MAX) {
            doing.accept("can it send " + rate + "/s?");
            JsonObject seen = step(probe, rate, STEP_SECONDS, CONNECTIONS * 4);
            if (keepsUp(seen, rate)) {
                best = rate;
                atBest = seen;
            } else if (step == STEP) {
                step = STEP_FINE;
                rate = best;
            } else {
                break;
            }
            rate += step;
        }
        int highest = best;
        Optional<Double> wrk = wrk(server);
        rows.add(new SelfTestRow(
                "highest rate one generator sustains on one core, beside wrk's (closed loop) on the same core",
                "stated",
                best == 0
                        ? "not even " + STEP_FIRST + "/s"
                        : String.format(
                                Locale.ROOT,
                                "%,d/s, lag p99.9 %.2f ms; wrk %s",
                                best,
                                millis(atBest.getJsonObject(Probe.OPEN), "lagNanos", 2),
                                wrk.map(perSecond -> beside(highest, perSecond))
                                        .orElse("is not there: apt-get install wrk")),
                best > 0));
    }

    private static String beside(int rate, double wrk) {
        return String.format(Locale.ROOT, "%,.0f/s (%.2f of it)", wrk, rate / wrk);
    }

    private static boolean keepsUp(JsonObject seen, int rate) {
        JsonObject open = seen.getJsonObject(Probe.OPEN);
        return seen.getLong("dropped") == 0
                && open.getLong("succeeded") == rate * (long) STEP_SECONDS
                && millis(open, "lagNanos", 2) <= KEEPS_UP_LAG_MILLIS;
    }

    private Optional<Double> wrk(URI server) throws IOException {
        if (!Child.isThere("wrk")) {
            return Optional.empty();
        }
        doing.accept("wrk");
        List<String> lines = Child.output(
                generatorCore,
                WRK_SECONDS * 4,
                "wrk",
                "-t1",
                "-c" + CONNECTIONS,
                "-d" + WRK_SECONDS + "s",
                server.toString());
        return lines.stream()
                .map(WRK_RATE::matcher)
                .filter(Matcher::find)
                .map(found -> Double.parseDouble(found.group(1)))
                .findFirst();
    }

    private static JsonObject step(Child probe, int rate, int seconds, int connections) throws IOException {
        probe.say(new JsonObject()
                .put("rate", rate)
                .put("seconds", seconds)
                .put("connections", connections)
                .encode());
        return new JsonObject(probe.hear(Probe.FIGURES));
    }

    /** Nanoseconds, as the server says. */
    private static long post(URI to) {
        // Not HTTP/2, to which this client would ask to change: to learn that takes the server as long as a small
        // stall.
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return Long.parseLong(client.send(
                            HttpRequest.newBuilder(to)
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static double millis(JsonObject phase, String of, int index) {
        JsonArray percentiles = phase.getJsonArray(of);
        return percentiles.getLong(index) / NANOS_PER_MILLI;
    }
}

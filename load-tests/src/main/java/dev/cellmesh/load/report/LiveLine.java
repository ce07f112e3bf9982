package dev.cellmesh.load.report;

import dev.cellmesh.load.fault.FaultTimeline;
import dev.cellmesh.load.report.RunSummary.Figures;
import dev.cellmesh.load.report.RunSummary.Spread;
import dev.cellmesh.load.run.Progress;
import dev.cellmesh.load.scenario.Scenario;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How does a run go at this moment? One line, drawn over each second on a terminal; elsewhere a line for each stage and each
 * ten seconds. Any thread may tell it; it is drawn on one of its own, so that a terminal that stands still (Ctrl-S) holds up
 * neither the generator nor the abort rules.
 */
public final class LiveLine implements Progress, AutoCloseable {
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long PLAIN_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int CLOSE_SECONDS_MAX = 2;

    private final PrintWriter out;
    private final Terminal terminal;
    private final RunTime time;
    private final Executor drawing;
    /** A terminal that stands still gets the newest second when it goes on, and not each that it missed. */
    private final AtomicReference<Second> newest = new AtomicReference<>();

    private Stage stage = Stage.PREPARING;
    private int drawn;
    private long plainShown;

    LiveLine(PrintWriter out, Terminal terminal, Scenario scenario, Executor drawing) {
        this.out = out;
        this.terminal = terminal;
        this.time = new RunTime(scenario.phases(), scenario.duration().toNanos());
        this.drawing = drawing;
    }

    public static LiveLine of(PrintWriter out, Terminal terminal, Scenario scenario) {
        return new LiveLine(
                out,
                terminal,
                scenario,
                new ThreadPoolExecutor(
                        1,
                        1,
                        0,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().daemon().name("load-line").factory(),
                        // What is told after the end is of no interest any more.
                        new ThreadPoolExecutor.DiscardPolicy()));
    }

    @Override
    public void stage(Stage next) {
        drawing.execute(() -> {
            stage = next;
            if (terminal.live()) {
                draw(List.of(stageWord()));
            } else {
                print(stageWord().text());
            }
        });
    }

    @Override
    public void second(Second second) {
        if (newest.getAndSet(second) == null) {
            drawing.execute(() -> show(newest.getAndSet(null)));
        }
    }

    /** Takes the line away, so that what is printed next begins on an empty one. */
    @Override
    public void close() {
        drawing.execute(() -> {
            if (terminal.live()) {
                draw(List.of());
                out.print('\r');
                out.flush();
            }
        });
        if (drawing instanceof ExecutorService thread) {
            thread.shutdown();
            try {
                if (!thread.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                    thread.shutdownNow();
                }
            } catch (InterruptedException e) {
                thread.shutdownNow();
                Thread.currentThread().interrupt();
            }
        }
    }

    private void show(Second second) {
        if (terminal.live()) {
            draw(fitted(parts(second), terminal.width() - 1));
        } else if (second.offsetNanos() / PLAIN_EVERY_NANOS > plainShown) {
            plainShown = second.offsetNanos() / PLAIN_EVERY_NANOS;
            StringBuilder line = new StringBuilder();
            parts(second)
                    .forEach(part -> line.append(line.isEmpty() ? "" : "  ").append(part.text()));
            print(line.toString());
        }
    }

    private void print(String line) {
        out.println(line);
        out.flush();
    }

    /** Over the line before, whose rest is wiped out with blanks: there are terminals without any other way. */
    private void draw(List<Part> parts) {
        StringBuilder line = new StringBuilder("\r");
        int length = 0;
        for (Part part : parts) {
            String gap = length == 0 ? "" : "  ";
            line.append(gap).append(part.ink().paint(part.text(), terminal.colour()));
            length += gap.length() + part.text().length();
        }
        line.append(" ".repeat(Math.max(0, drawn - length)));
        drawn = length;
        out.print(line);
        out.flush();
    }

    /** @param rank which goes first when there is no room: the highest; 0 stays */
    private record Part(String text, Ink ink, int rank) {}

    private Part stageWord() {
        return new Part(stage.name().toLowerCase(Locale.ROOT), Ink.PLAIN, 0);
    }

    private List<Part> parts(Second second) {
        List<Part> parts = new ArrayList<>(List.of(stageWord()));
        if (stage == Stage.RUNNING) {
            parts.add(new Part(clock(second.durationNanos() - second.offsetNanos()) + " left", Ink.PLAIN, 1));
        } else {
            parts.add(new Part(Amounts.count(second.underWay()) + " under way", Ink.PLAIN, 1));
        }
        measured(second, parts);
        broken(second, parts);
        return parts;
    }

    private void measured(Second second, List<Part> parts) {
        Tally tally = new Tally();
        second.lastInterval().forEach(tally::add);
        long interval = Math.max(SECOND_NANOS, second.intervalNanos());
        Figures figures =
                tally.figures(Optional.empty(), Optional.empty(), Optional.empty(), (double) interval / SECOND_NANOS);
        // What was asked for in the same interval: the newest that is over.
        long from = Math.max(0, second.offsetNanos() / interval - 1) * interval;
        String done = Amounts.digits(figures.requestsPerSecond());
        String asked = time.askedPerSecond(from, interval)
                .map(rate -> done + " of " + Amounts.rate(rate))
                .orElse(done + "/s, closed loop");
        parts.add(new Part(asked, Ink.PLAIN, 4));
        figures.latency().map(Spread::p50Millis).ifPresent(p50 -> parts.add(part("p50 " + Amounts.millis(p50), 8)));
        figures.latency().map(Spread::p99Millis).ifPresent(p99 -> parts.add(part("p99 " + Amounts.millis(p99), 3)));
        parts.add(trouble("errors ", figures.errors(), Ink.BAD, 5));
        parts.add(trouble("late ", second.soFar().late(), Ink.WARNING, 10));
        parts.add(trouble("dropped ", second.soFar().dropped(), Ink.BAD, 9));
    }

    private static Part part(String text, int rank) {
        return new Part(text, Ink.PLAIN, rank);
    }

    /** More than none matters more than the latency. */
    private static Part trouble(String name, long number, Ink ink, int rankOfNone) {
        return number == 0
                ? new Part(name + "0", Ink.PLAIN, rankOfNone)
                : new Part(name + Amounts.count(number), ink, 2);
    }

    private static void broken(Second second, List<Part> parts) {
        List<String> broken = FaultTimeline.broken(second.marks());
        if (!broken.isEmpty()) {
            parts.add(new Part(Lines.harmless(String.join(", ", broken)), Ink.WARNING, 0));
        }
        long failed = second.marks().stream().filter(FaultTimeline.Mark::failed).count();
        if (failed > 0) {
            parts.add(new Part(failed + " faults refused", Ink.BAD, 2));
        }
    }

    /** Without what there is no room for; what broke is last to go, and then is cut. */
    private static List<Part> fitted(List<Part> parts, int width) {
        List<Part> fitted = new ArrayList<>(parts);
        while (length(fitted) > width) {
            Part least =
                    fitted.stream().max(Comparator.comparingInt(Part::rank)).orElseThrow();
            if (least.rank() == 0) {
                break;
            }
            fitted.remove(least);
        }
        Part last = fitted.getLast();
        int room = last.text().length() - (length(fitted) - width);
        if (room < last.text().length()) {
            fitted.set(fitted.size() - 1, new Part(Lines.cut(last.text(), room), last.ink(), last.rank()));
        }
        return fitted;
    }

    private static int length(List<Part> parts) {
        return parts.stream().mapToInt(part -> part.text().length()).sum() + 2 * (parts.size() - 1);
    }

    private static String clock(long nanos) {
        long seconds = Math.max(0, Math.ceilDiv(nanos, SECOND_NANOS));
        long minutes = seconds / 60;
        return minutes < 60
                ? String.format(Locale.ROOT, "%d:%02d", minutes, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", minutes / 60, minutes % 60, seconds % 60);
    }
}

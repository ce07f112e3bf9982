package dev.cellmesh.load.overhead;

import java.io.PrintStream;
import java.util.Locale;

/** How are the ratios shown? One line for each work and subject, beside its goal. */
final class OverheadTable {
    private static final String ROW = "%-6s %-13s %9s  %-20s %-14s %10s  %-20s %8s  %-20s %8s%n";

    private OverheadTable() {}

    /** @return whether every goal is reached */
    static boolean print(PrintStream out, Measured measured) {
        out.printf(
                Locale.ROOT,
                ROW,
                "",
                "",
                "requests",
                "of the bare handler's",
                "goal",
                "server us",
                "times the bare one's",
                "PG us",
                "server + PG, times",
                "load us");
        boolean all = true;
        for (Work work : Work.values()) {
            for (Subject subject : Subject.values()) {
                boolean bare = subject == Subject.BARE;
                PairedRatio throughput = measured.throughput(work, subject);
                boolean reached = bare || throughput.ratio() >= subject.goal(work);
                all &= reached;
                out.printf(
                        Locale.ROOT,
                        ROW,
                        work.shown(),
                        subject.shown(),
                        String.format(Locale.ROOT, "%.0f/s", measured.mean(work, subject, Block::requestsPerSecond)),
                        bare ? "" : shown(throughput),
                        bare
                                ? ""
                                : String.format(
                                        Locale.ROOT, ">= %.2f %s", subject.goal(work), reached ? "ok" : "MISSED"),
                        micros(measured.mean(work, subject, Block::serverMicros)),
                        bare ? "" : shown(measured.serverCpu(work, subject)),
                        micros(measured.mean(work, subject, Block::databaseMicros)),
                        bare ? "" : shown(measured.wholeCpu(work, subject)),
                        micros(measured.mean(work, subject, Block::generatorMicros)));
            }
        }
        return all;
    }

    private static String shown(PairedRatio ratio) {
        return String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", ratio.ratio(), ratio.low(), ratio.high());
    }

    private static String micros(double micros) {
        return String.format(Locale.ROOT, "%.1f", micros);
    }
}

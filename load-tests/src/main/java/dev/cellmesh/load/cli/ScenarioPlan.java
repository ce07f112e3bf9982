package dev.cellmesh.load.cli;

import dev.cellmesh.load.scenario.Scenario;
import java.io.PrintWriter;
import java.util.Locale;

/** What would a scenario do? A few lines for a person. */
final class ScenarioPlan {
    private ScenarioPlan() {}

    static void print(Scenario scenario, PrintWriter out) {
        out.println(scenario.name() + ": " + scenario.purpose().replaceAll("\\s+", " "));
        for (Scenario.Phase phase : scenario.phases()) {
            out.printf(
                    Locale.ROOT,
                    "  %8.1f s  %-16s %s%s%n",
                    seconds(phase.startAt()),
                    phase.name(),
                    phase.load().describe(),
                    phase.warmup() ? " (warm-up)" : "");
        }
        scenario.faults()
                .forEach(fault -> out.printf(
                        Locale.ROOT,
                        "  %8.1f s  %s%s%s%n",
                        seconds(fault.at()),
                        fault.action().describe(),
                        fault.lasts()
                                .map(lasts -> String.format(Locale.ROOT, " for %.1f s", seconds(lasts)))
                                .orElse(""),
                        fault.every()
                                .map(every -> String.format(Locale.ROOT, ", every %.1f s", seconds(every)))
                                .orElse("")));
        out.printf(
                Locale.ROOT,
                "  %8.1f s  end; %d operations, %d thresholds, checks: %s%n",
                seconds(scenario.duration()),
                scenario.operations().size(),
                scenario.thresholds().size(),
                scenario.checks().isEmpty() ? "none" : String.join(", ", scenario.checks()));
        out.flush();
    }

    private static double seconds(java.time.Duration duration) {
        return duration.toNanos() / 1e9;
    }
}

package dev.cellmesh.local.blast;

import dev.cellmesh.model.placement.blast.BlastRadius;
import dev.cellmesh.model.placement.blast.Theory;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How is a report told? As a table for people, as JSON for scripts. */
public final class BlastText {
    private static final String ROW = "%-44s %18s %18s %18s";

    private BlastText() {}

    public static String table(BlastReport report) {
        BlastReport.Shape shape = report.shape();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%,d tenants on %d of %d cells each, in %d %s",
                shape.tenants(),
                shape.shard(),
                shape.cells(),
                shape.zones(),
                shape.zones() == 1 ? "zone" : "zones"));
        lines.add(String.format(
                Locale.ROOT,
                "%,d different sets, of %,d that reach as many zones as can be, and %,d in all",
                report.differentSets(),
                report.widestSets(),
                shape.theory().sets()));
        lines.add(
                report.sharersMost() == 1
                        ? String.format(
                                Locale.ROOT,
                                "no two tenants have the same set; the nearest two have %d cells in common",
                                report.overlapMost())
                        : String.format(
                                Locale.ROOT,
                                "sets ran out: up to %,d tenants have the very same one",
                                report.sharersMost()));
        lines.add(String.format(
                Locale.ROOT,
                "the fullest cell has %,d tenants, the mean is %,.1f (%.2f times)",
                report.worstCellTenants(),
                shape.meanTenantsOfACell(),
                report.worstCellTenants() / shape.meanTenantsOfACell()));
        lines.add("");
        lines.add(String.format(Locale.ROOT, ROW, "WHEN THEY DIE", "LOSE ALL", "LOSE PART", "LOSE NOTHING"));
        for (BlastReport.Blast blast : report.blasts()) {
            BlastRadius hit = blast.hit();
            double counted = Math.max(1, hit.tenants());
            lines.add(String.format(
                    Locale.ROOT,
                    ROW,
                    blast.what(),
                    share(hit.all(), hit.all() / counted),
                    share(hit.part(), hit.part() / counted),
                    share(hit.nothing(), hit.nothing() / counted)));
            Theory theory = shape.theory();
            lines.add(String.format(
                    Locale.ROOT,
                    ROW,
                    "  by chance",
                    expected(theory.loseAll(blast.dead()), hit.tenants()),
                    expected(theory.losePart(blast.dead()), hit.tenants()),
                    expected(theory.loseNothing(blast.dead()), hit.tenants())));
        }
        lines.add(String.format(
                Locale.ROOT,
                ROW,
                "control: a whole shard, were shards fixed",
                expected(shape.theory().plainShard(), shape.tenants()),
                "0",
                expected(1 - shape.theory().plainShard(), shape.tenants())));
        return String.join(System.lineSeparator(), lines);
    }

    public static JsonObject json(BlastReport report) {
        BlastReport.Shape shape = report.shape();
        Theory theory = shape.theory();
        JsonArray blasts = new JsonArray();
        for (BlastReport.Blast blast : report.blasts()) {
            blasts.add(new JsonObject()
                    .put("what", blast.what())
                    .put("deadCells", blast.dead())
                    .put("tenants", blast.hit().tenants())
                    .put("all", blast.hit().all())
                    .put("part", blast.hit().part())
                    .put("nothing", blast.hit().nothing())
                    .put(
                            "byChance",
                            new JsonObject()
                                    .put("allShare", theory.loseAll(blast.dead()))
                                    .put("partShare", theory.losePart(blast.dead()))
                                    .put("nothingShare", theory.loseNothing(blast.dead()))));
        }
        return new JsonObject()
                .put("cells", shape.cells())
                .put("shard", shape.shard())
                .put("tenants", shape.tenants())
                .put("zones", shape.zones())
                .put("sets", theory.sets().toString())
                .put("widestSets", report.widestSets().toString())
                .put("differentSets", report.differentSets())
                .put("sharersMost", report.sharersMost())
                .put("overlapMost", report.overlapMost())
                .put("worstCellTenants", report.worstCellTenants())
                .put("meanTenantsOfACell", shape.meanTenantsOfACell())
                .put("plainShardShare", theory.plainShard())
                .put("blasts", blasts);
    }

    private static String share(int tenants, double share) {
        return String.format(Locale.ROOT, "%,d (%s %%)", tenants, percent(share));
    }

    private static String expected(double share, int tenants) {
        return String.format(Locale.ROOT, "%,.1f (%s %%)", share * tenants, percent(share));
    }

    /** Small shares are the point of it all, so they keep their digits. */
    private static String percent(double share) {
        double percent = share * 100;
        return percent == 0 || percent >= 1
                ? String.format(Locale.ROOT, "%.1f", percent)
                : String.format(Locale.ROOT, "%.2g", percent);
    }
}

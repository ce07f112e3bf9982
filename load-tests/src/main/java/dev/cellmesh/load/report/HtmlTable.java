package dev.cellmesh.load.report;

import dev.cellmesh.load.report.chart.Markup;
import java.util.ArrayList;
import java.util.List;

/** How is one table written? It scrolls sideways where it is too wide, and its rows are named for those who hear them. */
final class HtmlTable {
    private final Markup out;

    HtmlTable(Markup out) {
        this.out = out;
    }

    /**
     * @param names how many columns at the start name the row
     * @param words columns that hold words, so that they are set from the left and may wrap
     */
    void of(List<String> heads, int names, List<List<String>> rows, Integer... words) {
        List<Integer> wordy = new ArrayList<>(List.of(words));
        int outcomes = heads.indexOf("how requests ended");
        if (outcomes >= 0) {
            wordy.add(outcomes);
        }
        start(heads, names);
        for (List<String> row : rows) {
            out.open("tr");
            for (int column = 0; column < row.size(); column++) {
                if (column < names) {
                    out.element("th", row.get(column), "scope", "row");
                } else if (wordy.contains(column)) {
                    out.element("td", row.get(column), "class", "words");
                } else {
                    out.element("td", row.get(column));
                }
            }
            out.close();
        }
        end();
    }

    /** Its rows come next, and then its {@link #end}. */
    void start(List<String> heads, int names) {
        // It scrolls sideways on a phone; to be reached by keyboard it takes the focus.
        out.open("div", "class", "scroll", "tabindex", "0");
        out.open("table").open("thead").open("tr");
        for (int column = 0; column < heads.size(); column++) {
            if (heads.get(column).isEmpty()) {
                out.open("td").close();
            } else {
                out.element("th", heads.get(column), "scope", "col", "class", column < names ? "name" : "value");
            }
        }
        out.close().close().open("tbody");
    }

    void end() {
        out.close().close().close();
    }
}

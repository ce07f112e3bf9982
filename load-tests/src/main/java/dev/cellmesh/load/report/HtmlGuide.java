package dev.cellmesh.load.report;

import dev.cellmesh.load.report.chart.Markup;

/** What do the words on the page mean? */
final class HtmlGuide {
    private HtmlGuide() {}

    static void write(Markup out) {
        out.open("dl", "class", "guide");
        entry(
                out,
                "Latency",
                "From the moment the schedule meant a request to start until its answer was whole, retries included. When "
                        + "the server stalls, requests go on coming due, and their waiting counts. This is what users feel, "
                        + "and what SLOs are judged on.");
        entry(
                out,
                "Service time",
                "From the moment a request was sent. It leaves out the time before, so it flatters a server that stalls. "
                        + "Where it parts from latency, look at the generator's health first, then at connections.");
        entry(
                out,
                "Percentiles",
                "p99 is the time that 99 of 100 requests did not exceed. On the axis each further nine has the same room. "
                        + "The last part of a curve rests on very few requests. Percentiles are taken from merged "
                        + "histograms with three digits, never averaged.");
        entry(
                out,
                "How requests ended",
                "Refused is another 4xx than 429, and no error: the server understood and said no. Limited (429), shed "
                        + "(503), failed (another 5xx), unknown (no answer in time, or 504: nobody knows whether it had an "
                        + "effect) and not sent are errors.");
        entry(
                out,
                "Over time",
                "A request is counted in the step in which it ended. Strips above a chart are the scenario's phases; "
                        + "the tinted part of it is warm-up, which tables, curves and verdicts leave out. A red ground "
                        + "shows how long a fault was planned to last, a numbered line when one was really done (the list "
                        + "of faults has the numbers; a dashed one was refused).");
        entry(
                out,
                "Correctness",
                "Checks look at what users wrote and read during this very run. A check that could judge nothing proves "
                        + "nothing, and does not pass.");
        entry(
                out,
                "Numbers",
                "Point at a chart for the values of a step. Below each chart the same numbers stand as a table; run.json "
                        + "beside this file has them all.");
        out.close();
    }

    private static void entry(Markup out, String term, String meaning) {
        out.element("dt", term).element("dd", meaning);
    }
}

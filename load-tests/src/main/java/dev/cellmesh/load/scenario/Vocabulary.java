package dev.cellmesh.load.scenario;

import static dev.cellmesh.load.scenario.Section.member;
import static dev.cellmesh.load.scenario.Section.required;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which words does a scenario have? All of them, in the order of the reference. */
final class Vocabulary {
    static final Section SCENARIO = Section.of(
            "The file",
            "",
            required("name", "lower-case letters, digits and hyphens", "the name of the scenario and of its results"),
            required("purpose", "a sentence", "what the run shows, for people who do not know it"),
            required("target", "a mapping", "who is asked"),
            member("client", "a mapping", "see below", "how the client behaves"),
            member("groups", "name: mapping", "one group `all` that is the target's own tenant", "who the users are"),
            member("regions", "region: weight", "every edge, weight 1", "where users ask from"),
            member("data", "name: value", "nothing", "what the operations work on, see each kind"),
            required("operations", "name: mapping", "what is asked"),
            required("phases", "name: mapping", "how much, when"),
            member("faults", "a list of mappings", "nothing breaks", "what breaks when"),
            member("thresholds", "a list of expressions or mappings", "nothing is judged", "what must hold"),
            member("abort", "a list of mappings", "it runs to its end", "when going on is pointless"),
            member("checks", "a list of names", "none", "what the histories are checked for, see below"));

    static final Section TARGET = Section.of(
            "Target",
            "target",
            member("mesh", "URL", "no mesh: no faults, tokens or tenants", "the mesh's own API"),
            member("edges", "region: URL", "as the mesh tells", "where each region's users ask"),
            member("url", "URL", "`edges`", "the only address, for a server without regions"),
            member(
                    "bearer",
                    "a token, or `$NAME` of the environment",
                    "the mesh makes tokens",
                    "sent with every request"));

    static final Section CLIENT = Section.of(
            "Client",
            "client",
            member(
                    "protocol",
                    "`http1` or `http2`",
                    "`http1`",
                    "HTTP/2 is agreed on over TLS, and known before in clear text"),
            member("trust-all", "true or false", "false", "accept any certificate: for tests alone"),
            member("connections", "1 to 10000", "64", "at most, to each edge"),
            member("timeout", "duration", "10s", "for one sending; then its outcome is unknown"),
            member("carry-tokens", "true or false", "true", "a user's last token goes along with the next request"),
            member("retry", "a mapping", "no retry", "what is done when an answer asks for another try"));

    static final Section RETRY = Section.of(
            "Retry",
            "client.retry",
            required("attempts", "1 to 100", "sendings in all, with the same key"),
            member(
                    "backoff",
                    "duration",
                    "50ms",
                    "before the second sending; doubled each time, and half of it random"),
            member("backoff-max", "duration", "2s", "the most of it"),
            member("honour-retry-after", "true or false", "true", "whether the server's word on the wait is kept"));

    static final Section GROUP = Section.of(
            "Groups of tenants",
            "groups.NAME",
            member("tenants", "a list of tenant ids", "`make`", "tenants that are there already"),
            member(
                    "make",
                    "1 to 1000",
                    "`tenants`",
                    "so many tenants are made, `NAME-0001` and on, when they are not there"),
            member("prefix", "as a tenant id", "the group's name", "in place of NAME"),
            member("home", "a list of regions", "all regions", "where those that are made live, in turn"),
            member("pick", "`uniform` or `zipf`", "`uniform`", "which tenant sends"),
            member(
                    "exponent",
                    "above 0, at most 5",
                    "1",
                    "of Zipf's law: the n-th tenant sends 1/n^exponent as often as the first"));

    static final Section OPERATION = Section.of(
            "Operations",
            "operations.NAME",
            required("kind", "a name", "what it is made of"),
            member("weight", "number", "1", "how often, among the others"),
            member("with", "name: value", "the kind's own", "settings of the kind"));

    static final Section PHASE = Section.of(
            "Phases",
            "phases.NAME",
            member("start", "duration", "when the phase before it ends", "from the start of the run"),
            member("after", "name of a phase", "the phase before it", "starts when that one ends"),
            member("lasts", "duration", "required, but for a replay, which knows", "how long"),
            required("load", "a mapping", "how requests come about"),
            member("groups", "group: weight", "every group, weight 1", "whose users send"),
            member("mix", "operation: weight", "the operations' own weights", "what they ask"),
            member("warmup", "true or false", "false", "measured, and left out of verdicts"),
            member(
                    "overlaps",
                    "true or false",
                    "false",
                    "must be said by a phase that starts before an earlier one ends"));

    private static final Section.Member MODEL = required("model", "the name of the model", "one of those below");

    static final Map<String, Section> LOADS = new LinkedHashMap<>();

    static {
        load("constant", required("rate", "rate", "at equal distances"));
        load("poisson", required("rate", "rate", "on average, at random: as independent users come"));
        load("ramp", required("from", "rate", "at the start"), required("to", "rate", "at the end"));
        load("steps", required("rates", "a list of rates", "one after the other, each for an equal part of the phase"));
        load(
                "spike",
                required("base", "rate", "before and after the spike; may be 0/s"),
                required("peak", "rate", "during the spike"),
                required("at", "duration", "from the start of the phase"),
                required("for", "duration", "how long the spike is"));
        load(
                "replay",
                required("file", "a CSV file beside the scenario", "lines `offset,request`, see below"),
                member("speed", "above 0, at most 1000", "1", "2 takes half the time"));
        load(
                "closed",
                required("users", "1 to 10000", "who wait for each answer: for comparison alone"),
                member("think", "duration", "0s", "between an answer and the next request"));
    }

    private static void load(String model, Section.Member... members) {
        Section base = Section.of("", "", MODEL);
        LOADS.put(model, base.with("Load: " + model, "phases.NAME.load, model " + model, members));
    }

    static final Section TIMED = Section.of(
            "Faults",
            "faults[]",
            required("at", "duration", "from the start of the run"),
            member("lasts", "duration", "it stays, and is healed at the end of the run", "how long until it is healed"),
            member("every", "duration", "once", "it happens again each time after so long"),
            member("until", "duration", "the end of the run", "the last moment at which it may happen again"),
            required("action", "the name of the action", "one of those below"));

    static final Map<String, Section> FAULTS = new LinkedHashMap<>();

    private static final Section.Member FROM = required("from", "region", "one end");
    private static final Section.Member TO = required("to", "region", "the other end");
    private static final Section.Member WAYS =
            member("ways", "`both` or `one`", "`both`", "one: only bytes from `from` to `to`");
    private static final Section.Member CELL =
            required("cell", "a cell, such as `us-east1-c02`, or `random`", "`random`: drawn by the seed, each time");
    private static final Section.Member REGIONS = member("regions", "a list of regions", "all", "to draw a cell from");
    private static final Section.Member REGION = required("region", "region", "where");
    private static final Section.Member RING = required("ring", "region, or `global`", "named after its home region");

    static {
        fault(
                "cut-link",
                FROM,
                TO,
                WAYS,
                member(
                        "how",
                        "`reset` or `blackhole`",
                        "`reset`",
                        "connections are ended, or bytes vanish without a word"));
        fault(
                "slow-link",
                FROM,
                TO,
                WAYS,
                required("delay", "duration", "each way, in place of the usual one"),
                member("jitter", "duration", "0ms", "most that is added to the delay"),
                member("bytes-per-second", "1 to 1000000000", "no limit", "of all connections together"));
        fault("stall-link", FROM, TO, WAYS);
        fault("kill-cell", CELL, REGIONS);
        fault(
                "slow-cell",
                CELL,
                REGIONS,
                required("delay", "duration", "more, each way, between the edges and the cell"));
        fault("kill-edge", REGION);
        fault("kill-database", RING, REGION);
        fault("kill-region", REGION);
        fault("pause-replay", RING, REGION);
    }

    private static void fault(String action, Section.Member... members) {
        FAULTS.put(action, TIMED.with("Fault: " + action, "faults[], action " + action, members));
    }

    static final Section THRESHOLD = Section.of(
            "Thresholds",
            "thresholds[]",
            required("that", "expression", "such as `p99 < 50ms`, `errors < 0.1%`, `staleness p95 < 2s`"),
            member("phase", "name", "all phases that are no warm-up", "of which requests"),
            member("operation", "name", "all", "of which requests"),
            member("region", "region", "all", "of which requests"),
            member("group", "name", "all", "of which requests"),
            member("window", "duration", "the whole", "it must hold in each window of that length, not only in all"));

    static final Section ABORT = Section.of(
            "Abort rules",
            "abort[]",
            required("when", "expression", "such as `errors > 20%`"),
            required("lasting", "duration", "how long it must have held"),
            member("group", "name", "all", "of which requests"));

    private Vocabulary() {}

    /** In the order of the reference. */
    static List<Section> all() {
        List<Section> all =
                new java.util.ArrayList<>(List.of(SCENARIO, TARGET, CLIENT, RETRY, GROUP, OPERATION, PHASE));
        all.addAll(LOADS.values());
        all.add(TIMED);
        all.addAll(FAULTS.values());
        all.add(THRESHOLD);
        all.add(ABORT);
        return List.copyOf(all);
    }
}

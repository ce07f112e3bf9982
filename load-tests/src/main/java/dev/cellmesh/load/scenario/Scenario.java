package dev.cellmesh.load.scenario;

import dev.cellmesh.load.fault.FaultAction;
import dev.cellmesh.load.schedule.LoadModel;
import dev.cellmesh.load.verdict.AbortRule;
import dev.cellmesh.load.verdict.Threshold;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be sent to whom, when, what breaks meanwhile, and what must hold? As read from a YAML file and checked: every
 * name that it uses is declared in it.
 *
 * @param purpose a sentence for people who do not know the scenario
 * @param regions weight of each region that users ask from; an edge for each is in the target
 * @param checks what the histories are checked for, by name, such as {@code read-your-writes}
 */
public record Scenario(
        String name,
        String purpose,
        Target target,
        Client client,
        List<TenantGroup> groups,
        Map<String, Double> regions,
        Map<String, Object> data,
        List<OperationSpec> operations,
        List<Phase> phases,
        List<TimedFault> faults,
        List<Threshold> thresholds,
        List<AbortRule> aborts,
        List<String> checks) {

    /**
     * Who is asked?
     *
     * @param mesh the mesh's own API, for tokens, tenants and faults; empty for any other server
     * @param edges by region
     * @param bearer a token for all requests, where no mesh makes them
     */
    public record Target(Optional<URI> mesh, Map<String, URI> edges, Optional<String> bearer) {}

    /**
     * How does the client behave?
     *
     * @param http2 whether HTTP/2 is spoken; over TLS it is agreed on, in clear text it is known before
     * @param connectionsMax for each edge
     * @param timeout of one sending
     * @param retry what a client does about answers that ask for it
     * @param carryTokens whether answers' tokens go along with the same user's later requests
     */
    public record Client(
            boolean http2, boolean trustAll, int connectionsMax, Duration timeout, Retry retry, boolean carryTokens) {}

    /**
     * @param attempts in all, 1 for none; the same key each time
     * @param honourRetryAfter whether the server's word on the wait is kept
     */
    public record Retry(int attempts, Duration backoff, Duration backoffMax, boolean honourRetryAfter) {}

    /**
     * Who are the users?
     *
     * @param tenants that are there already, or that the run makes ({@code prefix-0001}) when the target is a mesh
     * @param homeRegions where those that the run makes live, in turn
     */
    public record TenantGroup(String name, List<String> tenants, boolean make, List<String> homeRegions, Pick pick) {}

    /** Which of the group's tenants sends? */
    public sealed interface Pick {
        record Uniform() implements Pick {}

        /** @param exponent above 0; 1 is the classic one */
        record Zipf(double exponent) implements Pick {}
    }

    /**
     * @param kind what it is made of, such as {@code http} or {@code payments.transfer}
     * @param settings of its kind
     */
    public record OperationSpec(String name, String kind, double weight, Map<String, Object> settings) {}

    /**
     * Load for a while. Phases may overlap.
     *
     * @param startAt from the run's start
     * @param groups of tenants with the weight of each
     * @param mix operation to weight; the operations' own weights when empty
     * @param warmup whether it is left out of verdicts
     */
    public record Phase(
            String name,
            Duration startAt,
            LoadModel load,
            Map<String, Double> groups,
            Map<String, Double> mix,
            boolean warmup) {}

    /**
     * @param at from the run's start
     * @param lasts how long until it is healed; empty when it stays until the end
     * @param every after which it happens again; at least as long as it lasts; empty for once
     * @param until the last moment at which it may happen again; the end of the run when empty
     */
    public record TimedFault(
            Duration at,
            Optional<Duration> lasts,
            Optional<Duration> every,
            Optional<Duration> until,
            FaultAction action) {}

    /** The same, with another one asked. */
    public Scenario withTarget(Target other) {
        return new Scenario(
                name,
                purpose,
                other,
                client,
                groups,
                regions,
                data,
                operations,
                phases,
                faults,
                thresholds,
                aborts,
                checks);
    }

    /** From the run's start to the end of its last phase. */
    public Duration duration() {
        return phases.stream()
                .map(phase -> phase.startAt().plus(phase.load().duration()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}

package dev.cellmesh.services.edge.split;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cellmesh.model.rollout.StableSplit;
import dev.cellmesh.runtime.node.EdgeRouting;
import dev.cellmesh.runtime.node.Experiment;
import dev.cellmesh.runtime.node.FeatureFlag;
import dev.cellmesh.runtime.node.Population;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which flags are on for who asks, and which groups of experiments are they in? Told to cells in two headers, structured fields
 * (RFC 9651) both: {@value #FLAGS} is a dictionary of the flags that are on, such as {@code fast-search, new-checkout}, and
 * {@value #BUCKETS} one of all experiments, such as {@code layout=3, price=0}. A header without a member is not sent.
 *
 * <p>Flags are those of the edge's own region, whatever a client hints. Used on the edge's event loop.
 */
public final class Splits {
    public static final String FLAGS = "X-Cellmesh-Flags";
    public static final String BUCKETS = "X-Cellmesh-Buckets";

    /** A kilobyte or two each at the very most. To find them out again costs a hash for each flag. */
    private static final int REMEMBERED_MAX = 4_096;

    private record Member(String tenant, String subject) {}

    private record Flag(StableSplit split, int parts, Population of) {}

    private record Buckets(StableSplit split, int buckets, Population of) {}

    private final List<Flag> flags = new ArrayList<>();
    private final List<Buckets> experiments = new ArrayList<>();
    private final boolean ofUsers;
    private final Cache<Member, Map<String, String>> remembered = Caffeine.newBuilder()
            .maximumSize(REMEMBERED_MAX)
            .executor(Runnable::run)
            .build();

    /** @param region of the edge */
    public Splits(String region, EdgeRouting routing) {
        for (FeatureFlag flag : routing.flags()) {
            flags.add(new Flag(new StableSplit(StableSplit.Kind.FLAG, flag.name()), flag.partsIn(region), flag.of()));
        }
        for (Experiment experiment : routing.experiments()) {
            experiments.add(new Buckets(
                    new StableSplit(StableSplit.Kind.EXPERIMENT, experiment.name()),
                    experiment.buckets(),
                    experiment.of()));
        }
        ofUsers = flags.stream().anyMatch(flag -> flag.of() == Population.USERS)
                || experiments.stream().anyMatch(split -> split.of() == Population.USERS);
    }

    /**
     * The headers for a cell, by name.
     *
     * @param subject of the token
     */
    public Map<String, String> of(String tenant, String subject) {
        if (flags.isEmpty() && experiments.isEmpty()) {
            return Map.of();
        }
        return remembered.get(new Member(tenant, ofUsers ? subject : ""), this::headers);
    }

    private Map<String, String> headers(Member member) {
        Map<String, String> headers = new TreeMap<>();
        String on = String.join(
                ", ",
                flags.stream()
                        .filter(flag -> flag.split().isWithin(flag.parts(), name(member, flag.of())))
                        .map(flag -> flag.split().name())
                        .sorted()
                        .toList());
        String groups = String.join(
                ", ",
                experiments.stream()
                        .map(each -> each.split().name()
                                + '='
                                + each.split().bucket(each.buckets(), name(member, each.of())))
                        .sorted()
                        .toList());
        if (!on.isEmpty()) {
            headers.put(FLAGS, on);
        }
        if (!groups.isEmpty()) {
            headers.put(BUCKETS, groups);
        }
        return Map.copyOf(headers);
    }

    /** No tenant's name holds a zero, so no user of one tenant is taken for one of another. */
    private static String name(Member member, Population of) {
        return switch (of) {
            case TENANTS -> member.tenant();
            case USERS -> member.tenant() + '\0' + member.subject();
        };
    }
}

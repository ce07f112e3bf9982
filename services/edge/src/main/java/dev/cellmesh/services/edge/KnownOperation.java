package dev.cellmesh.services.edge;

import dev.cellmesh.model.budget.LatencyGoal;
import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.profile.Level;
import dev.cellmesh.model.profile.Residence;
import dev.cellmesh.runtime.consistency.PublishedProfile;
import dev.cellmesh.runtime.token.WriteTokenCodec;
import dev.cellmesh.services.edge.cache.Caching;
import dev.cellmesh.services.edge.health.TrafficClass;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * What must the edge know of an operation, to send it to the right region?
 *
 * @param id in the OpenAPI file
 * @param goal of requests that ask for nothing
 * @param isStrong whether it is a read that is strong when a request asks for nothing
 * @param mayBeWeaker whether it is a read that a request may have weaker than strong
 * @param caching empty when nobody but a cell may answer it
 */
record KnownOperation(
        String id,
        String method,
        String path,
        LatencyGoal goal,
        boolean isWrite,
        Residence residence,
        boolean isStrong,
        boolean mayBeWeaker,
        Optional<Caching> caching) {
    private static final String ASKED = "X-Consistency-Level";
    private static final String SESSION = Level.SESSION.wireName();
    private static final String STRONG = Level.STRONG.wireName();

    /**
     * Reads one entry of the list of profiles. Empty when a later version wrote it in words that are not known here.
     *
     * @throws IllegalArgumentException when it is no entry at all
     * @throws ClassCastException likewise
     */
    static Optional<KnownOperation> of(JsonObject entry) {
        String kind = required(entry, PublishedProfile.KIND);
        boolean isWrite = kind.equals(PublishedProfile.WRITE);
        String wire = required(entry, PublishedProfile.RESIDENCE);
        Optional<Residence> residence = Arrays.stream(Residence.values())
                .filter(each -> each.wireName().equals(wire))
                .findFirst();
        String method = required(entry, PublishedProfile.METHOD);
        String path = required(entry, PublishedProfile.PATH);
        String level = isWrite ? STRONG : required(entry, PublishedProfile.LEVEL);
        String weakest = isWrite ? STRONG : required(entry, PublishedProfile.WEAKEST);
        if (!isWrite && !kind.equals(PublishedProfile.READ)) {
            return Optional.empty();
        }
        String id = required(entry, PublishedProfile.OPERATION);
        return residence.map(found -> new KnownOperation(
                id,
                method,
                path,
                isWrite
                        ? LatencyGoal.ofWrite(found, durability(required(entry, PublishedProfile.DURABILITY)))
                        : LatencyGoal.ofRead(level.split(";", 2)[0]),
                isWrite,
                found,
                level.equals(STRONG),
                !isWrite && !weakest.equals(STRONG),
                isWrite ? Optional.empty() : caching(entry, level, weakest)));
    }

    private static Optional<Caching> caching(JsonObject entry, String level, String weakest) {
        Long seconds = entry.getLong(PublishedProfile.CACHEABLE_SECONDS);
        OptionalLong bound = Caching.boundMillis(weakest);
        return seconds == null || bound.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Caching(TimeUnit.SECONDS.toMillis(seconds), bound.getAsLong(), Caching.boundMillis(level)));
    }

    private static Durability durability(String wire) {
        return wire.equals(Durability.LOCAL.name().toLowerCase(Locale.ROOT)) ? Durability.LOCAL : Durability.QUORUM;
    }

    /** How long may the answer take? What a request asks for beyond the profile is given its time, too. */
    LatencyGoal goal(MultiMap headers) {
        return isWrite || !isStrong(headers) ? goal : goal.atLeast(LatencyGoal.STRONG_READ);
    }

    private static String required(JsonObject entry, String field) {
        String value = entry.getString(field);
        if (value == null) {
            throw new IllegalArgumentException("an operation has no " + field);
        }
        return value;
    }

    /** @param headers of the request */
    Reach reach(MultiMap headers) {
        return switch (residence) {
            // One way over the WAN either way; from here it is the direct one.
            case GLOBAL -> Reach.NEAR;
            case EVERY_REGION -> isWrite ? Reach.HERE : Reach.NEAR;
            case HOME -> isWrite || isStrong(headers) ? Reach.HOME : Reach.NEAR;
        };
    }

    /** Whether it is a read that a copy in any region may answer. */
    boolean isLocalRead(MultiMap headers) {
        return !isWrite && !isStrong(headers);
    }

    /** With which requests can this one's time be compared? */
    TrafficClass trafficClass(MultiMap headers) {
        if (isWrite) {
            return switch (goal) {
                case LOCAL_WRITE -> TrafficClass.LOCAL_WRITE;
                case GLOBAL_WRITE -> TrafficClass.GLOBAL_WRITE;
                case NEAR_READ, TOKEN_READ, STRONG_READ, QUORUM_WRITE, UNDECLARED -> TrafficClass.QUORUM_WRITE;
            };
        }
        return residence == Residence.HOME && isStrong(headers) ? TrafficClass.STRONG_READ : TrafficClass.WEAKER_READ;
    }

    /** As the cell will find, if the request is well-formed; if it is not, any cell can say so. */
    private boolean isStrong(MultiMap headers) {
        String asked = headers.get(ASKED);
        if (asked == null) {
            return isStrong;
        }
        String wish = asked.strip();
        boolean sessionOfUnknown = wish.equals(SESSION) && !headers.contains(WriteTokenCodec.LAST_SEEN);
        return !mayBeWeaker || wish.equals(STRONG) || sessionOfUnknown;
    }
}

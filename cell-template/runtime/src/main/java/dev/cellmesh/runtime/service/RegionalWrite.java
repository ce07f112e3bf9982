package dev.cellmesh.runtime.service;

import dev.cellmesh.model.merge.HybridTimestamp;
import dev.cellmesh.model.merge.VersionVector;
import dev.cellmesh.model.profile.Residence;
import dev.cellmesh.model.profile.WriteProfile;
import dev.cellmesh.runtime.problem.Problem;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * How is an entity written that every region may write? What is known here is merged, the change made of it, and stored in this
 * region's own row, if that is still as it was; otherwise all of it is done anew. No other region is asked.
 *
 * @param entityId asked once for a call, so that it may make a new one
 * @param change pure, since it may be asked several times
 */
public record RegionalWrite<S>(
        WriteProfile profile,
        Function<Input, Optional<Problem>> check,
        RegionalEntity<S> entity,
        Function<Call, String> entityId,
        Function<Attempt<S>, Change<S>> change)
        implements Operation {

    public RegionalWrite {
        if (profile.residence() != Residence.EVERY_REGION) {
            throw new IllegalArgumentException(profile.entity() + " does not live in every region");
        }
    }

    /**
     * What is a change made of?
     *
     * @param merged of what is known here
     * @param isComplete whether every other region has been asked itself, and has answered
     * @param now later than anything that the client or this cell has seen
     */
    public record Attempt<S>(Call call, String entityId, Merged<S> merged, boolean isComplete, HybridTimestamp now) {
        /** Of all regions' rows, with this write in it. */
        public VersionVector versions() {
            return merged.versions().increment(call.region());
        }

        /** As a read of what was merged, and of this write, will show it. */
        public Instant createdAt() {
            boolean isFirstHere = merged.versions().count(call.region()) == 0;
            return merged.createdAt()
                    .filter(time -> !isFirstHere || time.isBefore(call.now()))
                    .orElse(call.now());
        }

        /** As a read of what was merged, and of this write, will show it. */
        public Instant modifiedAt() {
            return merged.modifiedAt().filter(time -> time.isAfter(call.now())).orElse(call.now());
        }
    }

    /** What comes of a change? */
    public sealed interface Change<S> {
        /**
         * The new state of this region's row.
         *
         * @param answer what the client hears; {@code versions} of the row is one higher than what was merged
         * @param event the type of the event
         */
        record Stored<S>(S state, Answer answer, String event) implements Change<S> {}

        /** No, and a repeated request hears the same no; but {@code precondition-required} leaves the key free. */
        record Refused<S>(Problem problem) implements Change<S> {}

        /**
         * The client has seen more than is known here. The other regions are asked themselves, once; who is behind even then hears
         * {@code not-caught-up}, and nothing is stored.
         */
        record Behind<S>() implements Change<S> {}
    }
}

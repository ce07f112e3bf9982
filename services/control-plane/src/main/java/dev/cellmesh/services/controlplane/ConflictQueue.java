package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.database.Deadline;
import dev.cellmesh.runtime.database.Read;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.Refusal;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.database.Write;
import dev.cellmesh.runtime.database.WriteOutcome;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

/**
 * Where are the conflicts of all tenants? Each in the ring of its tenant's home; this asks all of them. What a statement says is
 * in its file.
 */
final class ConflictQueue {
    private static final Comparator<ConflictRecord> ORDER = Comparator.comparing(ConflictRecord::foundAt)
            .thenComparing(record -> record.id().toString());

    private static final SqlStatement LIST = sql("list-conflicts");
    private static final SqlStatement READ = sql("read-conflict");
    private static final SqlStatement UNAUDITED = sql("unaudited-conflicts");
    private static final SqlStatement OWN_STATE = sql("read-own-state");
    private static final SqlStatement STORED = sql("stored-resolution");
    private static final SqlStatement RESOLVE = sql("resolve-conflict");
    private static final SqlStatement MARK_AUDITED = sql("mark-audited");

    private final RegionalDatabase database;
    private final List<Region> homes;

    /** @param homes whose rings can be reached from here */
    ConflictQueue(RegionalDatabase database, List<Region> homes) {
        this.database = database;
        this.homes = List.copyOf(homes);
    }

    List<Region> homes() {
        return homes;
    }

    /** @param after the last conflict of the page before */
    record Filter(Optional<String> status, Optional<String> entityType, Optional<String> tenant, Place after) {}

    /** Where in the queue? */
    record Place(Instant foundAt, UUID id) {
        static final Place BEGINNING = new Place(Instant.EPOCH, new UUID(0, 0));
    }

    /** @param missing regions whose rings did not answer */
    record Found(List<ConflictRecord> records, SortedSet<Region> missing) {}

    /** Oldest first, from the nearest copy of each ring; at most {@code most} of each. */
    Future<Found> list(Filter filter, int most, Deadline deadline) {
        return each(region -> read(
                        region,
                        ReadLevel.EVENTUAL,
                        LIST,
                        Arrays.asList(
                                region.name(),
                                filter.after().foundAt().atOffset(ZoneOffset.UTC),
                                filter.after().id(),
                                filter.status().orElse(null),
                                filter.entityType().orElse(null),
                                filter.tenant().orElse(null),
                                (long) most),
                        deadline,
                        rows -> rows.stream()
                                .map(row -> ConflictRecord.summary(region, row))
                                .toList()))
                .map(ConflictQueue::inOrder);
    }

    /** Strongly, from whichever ring has it; the rings that did not answer might have had it. */
    Future<Found> find(UUID id, Deadline deadline) {
        return each(region -> read(
                        region,
                        ReadLevel.STRONG,
                        READ,
                        List.of(region.name(), id),
                        deadline,
                        rows -> rows.stream()
                                .map(row -> ConflictRecord.whole(region, row))
                                .toList()))
                .map(ConflictQueue::inOrder);
    }

    /** Those of one ring that the audit log does not know of. */
    Future<Stored<List<ConflictRecord>>> unaudited(Region home, int most, Deadline deadline) {
        return read(
                home,
                ReadLevel.STRONG,
                UNAUDITED,
                List.of(home.name(), (long) most),
                deadline,
                rows -> rows.stream()
                        .map(row -> ConflictRecord.whole(home, row))
                        .toList());
    }

    /** The home region's own row of the entity in conflict, as {@code state} and {@code version}; empty when it has none. */
    Future<Stored<Optional<SqlRow>>> ownState(ConflictRecord conflict, Deadline deadline) {
        return read(
                conflict.home(),
                ReadLevel.STRONG,
                OWN_STATE,
                List.of(
                        conflict.home().name(),
                        conflict.entity().tenant().value(),
                        conflict.entity().type(),
                        conflict.entity().id()),
                deadline,
                rows -> rows.stream().findFirst());
    }

    Future<Stored<Optional<StoredAnswer>>> storedAnswer(ConflictRecord conflict, Claim claim, Deadline deadline) {
        return read(
                conflict.home(),
                ReadLevel.STRONG,
                STORED,
                List.of(conflict.home().name(), conflict.entity().tenant().value(), keyOf(claim)),
                deadline,
                rows -> rows.stream().findFirst().map(MeshRows::answer));
    }

    /** @param ownVersion of the home region's own row as it was read; 0 for none */
    record Attempt(
            ConflictRecord conflict,
            long ownVersion,
            Resolution resolution,
            Claim claim,
            long writerEpoch,
            UUID eventId,
            Instant now) {}

    /** What came of it? */
    sealed interface Outcome {
        /** It is done, or its refusal is noted, for good; or the audit log's mark is set. */
        record Done() implements Outcome {}

        /** Conflict or entity have changed since: decide again. */
        record Stale() implements Outcome {}

        /** The key has an answer already. */
        record NotClaimed() implements Outcome {}

        /** Somebody else may write that ring now. */
        record Fenced() implements Outcome {}

        /** Nothing happened, surely. */
        record Unavailable(Refusal why) implements Outcome {}

        /** It may or may not have happened, now or later. */
        record Unknown() implements Outcome {}
    }

    Future<Outcome> resolve(Attempt attempt, Deadline deadline) {
        ConflictRecord conflict = attempt.conflict();
        Resolution resolution = attempt.resolution();
        Optional<ConflictRecord> after = resolution.effect().map(Resolution.Effect::resolved);
        List<Object> parameters = Arrays.asList(
                conflict.home().name(),
                conflict.entity().tenant().value(),
                attempt.writerEpoch(),
                keyOf(attempt.claim()),
                attempt.claim().fingerprint().bytes(),
                resolution.answer().status(),
                resolution.answer().body().encode(),
                MeshStore.at(attempt.now()),
                MeshStore.at(attempt.now().plus(MeshStore.KEY_RETENTION)),
                conflict.id(),
                conflict.version(),
                after.isPresent(),
                conflict.entity().type(),
                conflict.entity().id(),
                attempt.ownVersion(),
                resolution.effect().map(Resolution.Effect::state).orElse(null),
                attempt.claim().actor(),
                after.flatMap(ConflictRecord::resolution).orElse(null),
                attempt.eventId(),
                conflict.event());
        return write(conflict.home(), RESOLVE, parameters, deadline);
    }

    Future<Outcome> markAudited(ConflictRecord conflict, long writerEpoch, Deadline deadline) {
        return write(
                conflict.home(), MARK_AUDITED, List.of(conflict.home().name(), writerEpoch, conflict.id()), deadline);
    }

    /** Keys of clients have no blanks, so none of theirs is ever one of an administrator's. */
    private static String keyOf(Claim claim) {
        return "admin " + claim.actor() + ' ' + claim.key();
    }

    private <T> Future<List<Answered<T>>> each(Function<Region, Future<Stored<T>>> question) {
        List<Future<Answered<T>>> all = new ArrayList<>();
        homes.forEach(region -> all.add(question.apply(region).map(answer -> new Answered<>(region, answer))));
        return Future.all(all).map(done -> all.stream().map(Future::result).toList());
    }

    private static Found inOrder(List<Answered<List<ConflictRecord>>> answers) {
        List<ConflictRecord> records = new ArrayList<>();
        SortedSet<Region> missing = new TreeSet<>();
        for (Answered<List<ConflictRecord>> each : answers) {
            switch (each.answer()) {
                case Stored.Found<List<ConflictRecord>> found -> records.addAll(found.value());
                case Stored.Unavailable<List<ConflictRecord>> unavailable -> missing.add(each.region());
            }
        }
        records.sort(ORDER);
        return new Found(List.copyOf(records), missing);
    }

    private record Answered<T>(Region region, Stored<T> answer) {}

    private <T> Future<Stored<T>> read(
            Region region,
            ReadLevel level,
            SqlStatement sql,
            List<Object> parameters,
            Deadline deadline,
            Function<List<SqlRow>, T> mapping) {
        return database.read(new Read(RingId.of(region), level, sql, parameters, deadline))
                .map(outcome -> switch (outcome) {
                    case ReadOutcome.Rows rows -> new Stored.Found<>(mapping.apply(rows.rows()));
                    case ReadOutcome.Unavailable unavailable -> new Stored.Unavailable<>(unavailable.why());
                });
    }

    private Future<Outcome> write(Region region, SqlStatement sql, List<Object> parameters, Deadline deadline) {
        return database.write(new Write(RingId.of(region), Durability.QUORUM, sql, parameters, deadline))
                .map(outcome -> switch (outcome) {
                    case WriteOutcome.Committed committed ->
                        verdict(committed.row().text("verdict"));
                    case WriteOutcome.Unavailable unavailable -> new Outcome.Unavailable(unavailable.why());
                    case WriteOutcome.Unknown unknown -> new Outcome.Unknown();
                });
    }

    private static Outcome verdict(String verdict) {
        return switch (verdict) {
            case "done" -> new Outcome.Done();
            case "stale" -> new Outcome.Stale();
            case "not-claimed" -> new Outcome.NotClaimed();
            case "fenced" -> new Outcome.Fenced();
            default -> throw new IllegalStateException("no such verdict: " + verdict);
        };
    }

    private static SqlStatement sql(String file) {
        return SqlStatement.load(ConflictQueue.class, file);
    }
}

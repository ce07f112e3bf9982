package dev.cellmesh.runtime.admission;

import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.problem.Problem;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** What does a client hear that was not admitted? Made beforehand, since a refusal must not cost the making of a document. */
final class ShedReplies {
    /** Spread, so that those refused together do not come back together. */
    private static final int RETRY_AFTER_SECONDS_MAX = 3;

    private final Map<Shed, List<Reply>> replies = new EnumMap<>(Shed.class);
    private final RandomGenerator random;

    ShedReplies(RandomGenerator random) {
        this.random = random;
        for (Shed why : Shed.values()) {
            replies.put(
                    why,
                    IntStream.rangeClosed(1, RETRY_AFTER_SECONDS_MAX)
                            .mapToObj(seconds -> Reply.problem(
                                    Problem.of(why.type(), why.detail()).with(Reply.RETRY_AFTER_FIELD, seconds)))
                            .toList());
        }
    }

    Reply of(Shed why) {
        return replies.get(why).get(random.nextInt(RETRY_AFTER_SECONDS_MAX));
    }
}

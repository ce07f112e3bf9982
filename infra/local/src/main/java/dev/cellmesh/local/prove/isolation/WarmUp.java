package dev.cellmesh.local.prove.isolation;

import dev.cellmesh.local.prove.isolation.load.Answers;
import java.time.Duration;
import java.util.function.Function;

/**
 * When does a mesh that was just started run as it will? Compilers work for a minute or so on what is new to them, on the cores that
 * serve. So load is sent, a little at a time, until it is answered no faster than the time before. Else the mesh that is measured
 * first would be the slow one, and its control the fast one.
 */
final class WarmUp {
    static final Duration ROUND = Duration.ofSeconds(5);
    private static final int ROUNDS_MAX = 12;
    /** Still faster by more than this, it is still warming up. */
    private static final double SETTLED = 0.8;

    private static final double PERCENTILE = 90;

    private WarmUp() {}

    /** @param round sends load for so long */
    static void by(World world, Function<Duration, Answers> round) {
        double lastMillis = Double.POSITIVE_INFINITY;
        for (int i = 1; i <= ROUNDS_MAX; i++) {
            Answers answers = round.apply(ROUND);
            double millis = answers.percentileMillis(PERCENTILE);
            boolean allAnswered =
                    answers.count(answer -> answer.status() > 0 && answer.status() < 500) == answers.count();
            if (allAnswered && millis > SETTLED * lastMillis) {
                world.note(String.format("warm after %d s: p90 %.1f ms", i * ROUND.toSeconds(), millis));
                return;
            }
            lastMillis = millis;
        }
        world.note(String.format("not settled after %d s: p90 %.1f ms", ROUNDS_MAX * ROUND.toSeconds(), lastMillis));
    }
}

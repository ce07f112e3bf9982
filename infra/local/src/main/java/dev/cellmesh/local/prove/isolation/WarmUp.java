package dev.cellmesh.local.prove.isolation;

import dev.cellmesh.local.prove.isolation.load.Answers;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * When does a mesh that was just started run as it will? Compilers work for a minute or so on what is new to them, on the cores that
 * serve. So load is sent, a little at a time, until it is answered no faster than the time before. Else the mesh that is measured
 * first would be the slow one, and its control the fast one.
 */
final class WarmUp {
    static final Duration ROUND = Duration.ofSeconds(5);
    private static final int ROUNDS_MAX = 24;
    /** One that is like the one before may be so by chance. */
    private static final int ALIKE = 3;
    /** Still faster by more than this, it is still warming up; slower by more than its inverse, something else takes the machine. */
    private static final double SETTLED = 0.8;

    private static final double PERCENTILE = 90;

    private WarmUp() {}

    /**
     * @param medianMillisMost beyond it the machine is too busy with something else for anything to be measured
     * @param round sends load for so long
     * @throws IllegalStateException when it does not settle: whatever would be seen then is not the mesh's doing
     */
    static void by(World world, double medianMillisMost, Function<Duration, Answers> round) {
        double lastMillis = Double.POSITIVE_INFINITY;
        int alike = 1;
        Answers answers = new Answers(List.of());
        for (int i = 1; i <= ROUNDS_MAX; i++) {
            answers = round.apply(ROUND);
            double millis = answers.percentileMillis(PERCENTILE);
            boolean isSettled = isWhole(answers)
                    && answers.percentileMillis(50) <= medianMillisMost
                    && millis > SETTLED * lastMillis
                    && millis < lastMillis / SETTLED;
            alike = isSettled ? alike + 1 : 1;
            if (alike == ALIKE) {
                world.note(String.format("warm after %d s: p90 %.1f ms", i * ROUND.toSeconds(), millis));
                return;
            }
            lastMillis = millis;
        }
        throw new IllegalStateException("this machine is too busy to measure anything: after "
                + ROUNDS_MAX * ROUND.toSeconds() + " s of warming up still " + answers);
    }

    private static boolean isWhole(Answers answers) {
        return answers.count() > 0
                && answers.count(answer -> answer.status() > 0 && answer.status() < 500) == answers.count();
    }
}

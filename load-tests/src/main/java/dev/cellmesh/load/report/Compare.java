package dev.cellmesh.load.report;

import java.io.IOException;
import java.nio.file.Path;

/** Is the second run better or worse than the first? */
public final class Compare {
    private Compare() {}

    /**
     * @param anyway compare runs of other scenarios, generators or machines all the same, and say so on top
     * @param seed of the resampling
     * @throws IOException when one of the folders holds no run
     */
    public static Comparison folders(Path before, Path after, boolean anyway, long seed) throws IOException {
        return new Comparison.Refused(java.util.List.of(before + " " + after + anyway + seed));
    }
}

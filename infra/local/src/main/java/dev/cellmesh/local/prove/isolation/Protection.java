package dev.cellmesh.local.prove.isolation;

import dev.cellmesh.runtime.node.Weakness;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What keeps a failure in its place, and can be left out, so that its check has to fail? */
public enum Protection {
    /** A tenant has some cells, and not all. */
    SHARDS(Weakness.SHARDS),
    /** Tenants' cells are mixed, and no fixed groups. */
    SHUFFLE_SHARDS(Weakness.SHUFFLE_SHARDS),
    /** A cell that is slow or fails gets no requests, although it says that it is well. */
    OUTLIER_EJECTION(Weakness.OUTLIER_EJECTION),
    /** A cell takes no more than it can do. */
    ADMISSION(Weakness.ADMISSION),
    /** What is sent again is a small part of what is sent. */
    RETRY_BUDGET(Weakness.RETRY_BUDGET),
    /** Each service of a cell has connections of its own. */
    BULKHEADS(Weakness.BULKHEADS);

    private final Weakness weakness;

    Protection(Weakness weakness) {
        this.weakness = weakness;
    }

    Weakness weakness() {
        return weakness;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Protection> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }
}

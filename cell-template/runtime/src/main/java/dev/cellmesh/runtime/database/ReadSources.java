package dev.cellmesh.runtime.database;

import java.util.List;

/** Where may this read be answered, the wished place first? Each database has its own places for a level. */
interface ReadSources {
    /** @return at least one, and a strong one at the end */
    List<ReadSource> of(Read read, RingPools ring);
}

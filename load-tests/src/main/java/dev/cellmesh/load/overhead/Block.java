package dev.cellmesh.load.overhead;

/**
 * What was seen of one subject in one stretch of time?
 *
 * @param requests answered as they should be
 * @param failures answered otherwise, or not at all
 * @param tookNanos from the first request to the last answer
 * @param serverCpuNanos of the processes that serve: of all of them, for an edge and its cell
 * @param databaseCpuNanos of all PostgreSQL processes of the mesh
 * @param generatorCpuNanos of this process
 */
record Block(
        long requests,
        long failures,
        long tookNanos,
        long serverCpuNanos,
        long databaseCpuNanos,
        long generatorCpuNanos) {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICRO = 1e3;

    Block {
        if (requests <= 0 || tookNanos <= 0) {
            throw new IllegalArgumentException("nothing was answered in this block");
        }
    }

    double requestsPerSecond() {
        return requests / (tookNanos / NANOS_PER_SECOND);
    }

    double serverMicros() {
        return serverCpuNanos / NANOS_PER_MICRO / requests;
    }

    double databaseMicros() {
        return databaseCpuNanos / NANOS_PER_MICRO / requests;
    }

    double generatorMicros() {
        return generatorCpuNanos / NANOS_PER_MICRO / requests;
    }
}

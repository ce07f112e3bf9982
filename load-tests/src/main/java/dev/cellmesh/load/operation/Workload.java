package dev.cellmesh.load.operation;

import dev.cellmesh.load.check.Finding;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;

/**
 * What do the operations of one scenario share: tenants and their tokens, the entities they use, what they remember. Its
 * phases in order: {@link #prepare}, then turns on the generator's loop, then {@link #settle}, then {@link #check}.
 */
public interface Workload extends AutoCloseable {
    /** Makes tenants, tokens and entities. Fails with a message for a person when the target cannot be prepared. */
    Future<Void> prepare();

    /** By the scenario's name of it. */
    Operation operation(String name);

    /** Finds out, by their keys, what became of requests with an unknown outcome, and reads what the checks compare. */
    Future<Void> settle();

    /** Judges the recorded histories; may take seconds, so never on a loop. */
    List<Finding> check();

    /** Writes the histories as Jepsen-style JSON lines, one file a check, into the folder. */
    void writeHistories(Path folder);

    @Override
    void close();
}

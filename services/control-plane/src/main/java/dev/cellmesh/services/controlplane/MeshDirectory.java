package dev.cellmesh.services.controlplane;

import dev.cellmesh.runtime.database.Deadline;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is the newest state of the mesh that this control plane has seen? Others may have made newer ones meanwhile; a
 * decision made on an old one is refused by its epoch. Used on one event loop only.
 */
final class MeshDirectory {
    private final MeshStore store;
    private final List<Consumer<MeshState>> listeners = new ArrayList<>();
    private Optional<MeshState> current = Optional.empty();
    private Optional<Future<Stored<MeshState>>> loading = Optional.empty();

    MeshDirectory(MeshStore store) {
        this.store = store;
    }

    /** Told of every newer state, in the order of the epochs. */
    void onChange(Consumer<MeshState> listener) {
        listeners.add(listener);
    }

    /** Empty before the database was first reached. */
    Optional<MeshState> current() {
        return current;
    }

    /** The newest state that is known here; asks the database only when none is. */
    Future<Stored<MeshState>> any(Deadline deadline) {
        return current.<Future<Stored<MeshState>>>map(state -> Future.succeededFuture(new Stored.Found<>(state)))
                .orElseGet(() -> reload(deadline));
    }

    /**
     * Asks the database. A question that is under way already is good enough for telling nodes, and for deciding: when it turns
     * out too old, the epoch says so.
     */
    Future<Stored<MeshState>> reload(Deadline deadline) {
        if (loading.isPresent()) {
            return loading.get();
        }
        Future<Stored<MeshState>> load = store.load(deadline).map(this::loaded);
        loading = Optional.of(load);
        // A load that was done at once must not be remembered as under way.
        load.onComplete(done -> loading = Optional.empty());
        return load;
    }

    private Stored<MeshState> loaded(Stored<MeshState> outcome) {
        if (outcome instanceof Stored.Found<MeshState> found) {
            accept(found.value());
        }
        return outcome;
    }

    /** A state that the database surely has. */
    void accept(MeshState state) {
        if (current.isEmpty() || state.epoch() > current.get().epoch()) {
            current = Optional.of(state);
            listeners.forEach(listener -> listener.accept(state));
        }
    }
}

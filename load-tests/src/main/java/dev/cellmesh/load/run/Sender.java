package dev.cellmesh.load.run;

import dev.cellmesh.load.client.PreparedRequest;
import dev.cellmesh.load.client.Reception;
import java.util.function.Consumer;

/** Sends now, and tells what came of it, once. */
interface Sender {
    void send(PreparedRequest request, Consumer<Reception> then);
}

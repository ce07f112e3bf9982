package dev.cellmesh.runtime.database;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** How do the parameters of a statement become those of the SQL client? */
final class Parameters {
    private Parameters() {}

    static Tuple of(List<Object> parameters) {
        Tuple tuple = Tuple.tuple();
        for (Object parameter : parameters) {
            tuple.addValue(parameter instanceof byte[] bytes ? Buffer.buffer(bytes) : parameter);
        }
        return tuple;
    }
}

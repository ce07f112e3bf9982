package dev.cellmesh.runtime.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CockroachDialectTest {
    @Test
    void thePositionIsAskedUnprepared() {
        List<String> sent = new ArrayList<>();

        new CockroachDialect().askPosition(new RecordingWire(sent));

        assertThat(sent).containsExactly("simple " + CockroachTexts.COMMIT_TIMESTAMP);
    }

    private record RecordingWire(List<String> sent) implements Wire {
        @Override
        public Future<RowSet<Row>> prepared(String sql, Tuple parameters) {
            sent.add("prepared " + sql);
            return Future.failedFuture("nobody listens");
        }

        @Override
        public Future<RowSet<Row>> simple(String sql) {
            sent.add("simple " + sql);
            return Future.failedFuture("nobody listens");
        }

        @Override
        public boolean tookBackTheQuorum() {
            return false;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void onClose(Runnable closed) {}

        @Override
        public void close() {}
    }
}

package dev.cellmesh.runtime.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Position.Snapshot;
import dev.cellmesh.model.consistency.Position.WalPosition;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.database.PostgresDialect.PrimaryStanding;
import io.vertx.sqlclient.Row;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DialectTest {
    private static final RingId RING = RingId.of(new Region("us-east1"));

    @Property
    void aLogPositionIsReadAsItIsPrinted(@ForAll long lsn) {
        assertThat(PostgresDialect.lsn("%X/%X".formatted(lsn >>> 32, lsn & 0xffff_ffffL)))
                .isEqualTo(lsn);
    }

    @Test
    void aPrimaryCoversWhatItShowsOfItsOwnTimelineAndAllOfEarlierOnes() {
        Row primary = primary("0000000200000000000000AB", "0/500", "10:20:10,14");

        assertThat(standing(primary, 2, 0x500, 20, 10, 14)).isEqualTo(PrimaryStanding.COVERS);
        assertThat(standing(primary, 2, 0x400, 14)).isEqualTo(PrimaryStanding.NOT_YET);
        assertThat(standing(primary, 2, 0x400, 10)).isEqualTo(PrimaryStanding.COVERS);
        assertThat(standing(primary, 2, 0x400, 20, 10)).isEqualTo(PrimaryStanding.NOT_YET);
        assertThat(standing(primary, 2, 0x400, 21, 10, 14)).isEqualTo(PrimaryStanding.NOT_YET);
        assertThat(standing(primary, 2, 0x501, 10)).isEqualTo(PrimaryStanding.NOT_YET);
        assertThat(standing(primary, 1, 0x900, 90)).isEqualTo(PrimaryStanding.COVERS);
        assertThat(standing(primary, 3, 0x100, 5)).isEqualTo(PrimaryStanding.DEPOSED);
    }

    @Test
    void aSnapshotIsReadAsItIsPrinted() {
        assertThat(PostgresDialect.snapshot("10:20:10,14")).isEqualTo(new Snapshot(20, List.of(10L, 14L)));
        assertThat(PostgresDialect.snapshot("20:20:")).isEqualTo(new Snapshot(20, List.of()));
    }

    private static PrimaryStanding standing(Row primary, int timeline, long lsn, long next, long... running) {
        Snapshot snapshot = new Snapshot(next, LongStream.of(running).boxed().toList());
        return PostgresDialect.standing(primary, new WalPosition(RING, timeline, lsn, Optional.of(snapshot)));
    }

    private static Row primary(String walfile, String lsn, String snapshot) {
        Map<String, String> columns = Map.of("walfile", walfile, "lsn", lsn, "snapshot", snapshot);
        return (Row) Proxy.newProxyInstance(
                Row.class.getClassLoader(),
                new Class<?>[] {Row.class},
                (row, method, name) -> columns.get((String) name[0]));
    }
}

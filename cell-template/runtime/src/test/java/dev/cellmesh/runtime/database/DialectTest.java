package dev.cellmesh.runtime.database;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class DialectTest {
    @Property
    void aLogPositionIsReadAsItIsPrinted(@ForAll long lsn) {
        assertThat(PostgresDialect.lsn("%X/%X".formatted(lsn >>> 32, lsn & 0xffff_ffffL)))
                .isEqualTo(lsn);
    }
}

package dev.cellmesh.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.RingId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerSettingsTest {
    private static final Region A = new Region("a-1");
    private static final Region B = new Region("b-2");
    private static final Region C = new Region("c-3");
    private static final Region D = new Region("d-4");

    @Test
    void homeRingsNeedAMajorityOfAllMembers() {
        RingId home = RingId.of(A);
        assertThat(ServerSettings.synchronousStandbys(home, List.of())).isEmpty();
        assertThat(ServerSettings.synchronousStandbys(home, List.of(B))).isEqualTo("ANY 1 (\"b-2\")");
        assertThat(ServerSettings.synchronousStandbys(home, List.of(B, C))).isEqualTo("ANY 1 (\"b-2\", \"c-3\")");
        assertThat(ServerSettings.synchronousStandbys(home, List.of(B, C, D)))
                .isEqualTo("ANY 2 (\"b-2\", \"c-3\", \"d-4\")");
    }

    @Test
    void theGlobalRingNeedsAll() {
        assertThat(ServerSettings.synchronousStandbys(RingId.GLOBAL, List.of(B, C)))
                .isEqualTo("ANY 2 (\"b-2\", \"c-3\")");
        assertThat(ServerSettings.file(RingId.GLOBAL, A, 20_000, 100, List.of(B, C), Optional.empty()))
                .contains("synchronous_commit = 'remote_apply'")
                .contains("fsync = 'on'")
                .contains("listen_addresses = '127.0.0.1'");
    }

    @Test
    void slotNamesAreWhatPostgresqlAllows() {
        assertThat(ServerSettings.slot(A)).matches("[a-z0-9_]+");
    }
}

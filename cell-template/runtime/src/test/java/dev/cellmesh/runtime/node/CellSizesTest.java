package dev.cellmesh.runtime.node;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CellSizesTest {
    private static final DatabaseSizes DATABASE = DatabaseSizes.even(2, 8, 5_000, 2_000);

    private static final AdmissionSizes ADMISSION = new AdmissionSizes(1, 40, 8, 100, 5, 10);

    private static CellSizes cell(int inFlightMax, int ofService) {
        return new CellSizes(inFlightMax, ADMISSION, new ServiceSizes(ofService, 0, 1, DATABASE), DATABASE);
    }

    private static DatabaseSizes waiting(int connectionMillis, int statementMillis, int lockMillis) {
        RingConnections two = new RingConnections(2, 2, 2);
        return new DatabaseSizes(two, two, 8, connectionMillis, statementMillis, lockMillis);
    }

    @Test
    void theServicesTogetherMayNotHaveMoreInFlightThanTheCell() {
        assertThatCode(() -> cell(40, 10).checkFor(4)).doesNotThrowAnyException();
        assertThatIllegalArgumentException().isThrownBy(() -> cell(40, 10).checkFor(5));
        assertThatIllegalArgumentException().isThrownBy(() -> cell(40, 41));
    }

    @Test
    void theAdaptiveLimitBeginsWithinTheCell() {
        assertThatIllegalArgumentException().isThrownBy(() -> cell(39, 10));
    }

    @Test
    void whoIsRefusedHearsOfItBeforeTheDeadline() {
        ServiceSizes patient = new ServiceSizes(10, 0, 1, waiting(3_000, 5_000, 2_000));

        assertThatIllegalArgumentException().isThrownBy(() -> new CellSizes(40, ADMISSION, patient, DATABASE));
    }

    @Test
    void aLockIsNotWaitedForLongerThanItsStatementMayTake() {
        assertThatCode(() -> waiting(1, 1_000, 1_000)).doesNotThrowAnyException();
        assertThatIllegalArgumentException().isThrownBy(() -> waiting(1, 1_000, 1_001));
    }

    @Test
    void aQueueThatCanNeverBeFullIsNoLimit() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ServiceSizes(7, 0, 1, DATABASE));
    }

    @Test
    void readsKeepAPlace() {
        assertThatCode(() -> new ServiceSizes(8, 7, 1, DATABASE)).doesNotThrowAnyException();
        assertThatIllegalArgumentException().isThrownBy(() -> new ServiceSizes(8, 8, 1, DATABASE));
        assertThatIllegalArgumentException().isThrownBy(() -> new ServiceSizes(8, -1, 1, DATABASE));
    }

    @Test
    void nothingThatIsNeededIsMissing() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RingConnections(1, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new ServiceSizes(8, 0, 0, DATABASE));
        assertThatIllegalArgumentException().isThrownBy(() -> waiting(0, 1_000, 1_000));
        assertThatIllegalArgumentException().isThrownBy(() -> DatabaseSizes.even(1, 0, 1_000, 1_000));
    }

    @Test
    void theDefaultIsForFiveServices() {
        assertThatCode(() -> CellSizes.DEFAULT.checkFor(5)).doesNotThrowAnyException();
    }
}

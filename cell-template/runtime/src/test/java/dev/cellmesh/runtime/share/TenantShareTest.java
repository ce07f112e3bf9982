package dev.cellmesh.runtime.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.TenantId;
import org.junit.jupiter.api.Test;

class TenantShareTest {
    private static final TenantId BUSY = new TenantId("busy");
    private static final TenantId OTHER = new TenantId("other");
    private static final int PART = 2;

    private long nowNanos = Long.MAX_VALUE - 5;
    private final TenantShare share = new TenantShare(() -> nowNanos);

    private void takes(TenantId tenant, int times) {
        for (int i = 0; i < times; i++) {
            share.came(tenant);
            share.take(tenant);
        }
    }

    @Test
    void whoIsAloneMayHaveAllAndInCompanyItsPart() {
        takes(BUSY, 100);
        assertThat(share.isWithin(BUSY, PART)).isTrue();

        share.came(OTHER);
        assertThat(share.isWithin(BUSY, PART)).isFalse();
        assertThat(share.isWithin(OTHER, PART)).isTrue();

        share.came(BUSY);
        assertThat(share.isWithin(BUSY, PART)).isFalse();
    }

    @Test
    void companyIsForgottenAfterAWhileHoweverOftenOneselfCame() {
        share.came(OTHER);
        takes(BUSY, PART);
        nowNanos += TenantShare.COMPANY_NANOS;
        share.came(BUSY);
        assertThat(share.isWithin(BUSY, PART)).isFalse();

        nowNanos++;
        assertThat(share.isWithin(BUSY, PART)).isTrue();
    }

    @Test
    void whatIsGivenBackMayBeTakenAgainAndNobodyIsRememberedWhoHoldsNothing() {
        takes(OTHER, 1);
        takes(BUSY, PART);
        share.give(BUSY);
        assertThat(share.isWithin(BUSY, PART)).isTrue();

        share.give(BUSY);
        share.give(OTHER);
        assertThat(share.holders()).isZero();
    }
}

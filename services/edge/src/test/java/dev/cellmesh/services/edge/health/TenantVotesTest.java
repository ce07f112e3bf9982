package dev.cellmesh.services.edge.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.TenantId;
import org.junit.jupiter.api.Test;

class TenantVotesTest {
    private final TenantVotes votes = new TenantVotes();

    private void count(String tenant, boolean bad, int times) {
        for (int i = 0; i < times; i++) {
            votes.count(new TenantId(tenant), bad);
        }
    }

    @Test
    void nobodyIsAgainstACellThatNobodyComplainedOf() {
        assertThat(votes.areAgainstTheCell()).isFalse();
        count("acme", false, 1);
        assertThat(votes.areAgainstTheCell()).isFalse();
    }

    @Test
    void aTenantAloneDecidesAlone() {
        count("acme", true, 1);
        assertThat(votes.areAgainstTheCell()).isTrue();
    }

    @Test
    void amongOthersOneTenantIsNotEnoughHoweverMuchItSends() {
        count("acme", true, 1_000);
        count("globex", false, 1);
        assertThat(votes.areAgainstTheCell()).isFalse();
        count("globex", true, 2);
        assertThat(votes.areAgainstTheCell()).isTrue();
    }

    @Test
    void halfOfTheTenantsAreEnough() {
        count("a-tenant", true, 1);
        count("b-tenant", true, 1);
        count("c-tenant", false, 1);
        count("d-tenant", false, 1);
        assertThat(votes.areAgainstTheCell()).isTrue();
        count("e-tenant", false, 1);
        assertThat(votes.areAgainstTheCell()).isFalse();
    }

    @Test
    void aTenantThatWasLongContentStillChangesItsMind() {
        count("acme", false, 1_000);
        count("acme", true, 5);
        assertThat(votes.areAgainstTheCell()).isTrue();
    }

    @Test
    void manyTenantsTakeNoMoreMemory() {
        for (int i = 0; i < 1_000; i++) {
            count("tenant-" + i, i >= 100, 1);
        }
        assertThat(votes.areAgainstTheCell()).as("only the first were asked").isFalse();
    }
}

package dev.cellmesh.services.payments;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {
    @Property
    void aPageBeginsBehindAnyVersion(@ForAll @LongRange(min = 1, max = 999_999_999_999_999_999L) long version) {
        assertThat(Ledger.PAGES.decode(Ledger.PAGES.encode(version))).contains(version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "djE6MA", "djE6LTE", "djI6MQ", "====", "MTI"})
    void aPageBeginsBehindNothingElse(String text) {
        assertThat(Ledger.PAGES.decode(text)).isEmpty();
    }
}

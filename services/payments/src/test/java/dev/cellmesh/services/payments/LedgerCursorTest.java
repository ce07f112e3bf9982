package dev.cellmesh.services.payments;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerCursorTest {
    @Property
    void everyVersionComesBack(@ForAll @LongRange(min = 1, max = 999_999_999_999_999_999L) long version) {
        LedgerCursor cursor = new LedgerCursor(version);
        assertThat(LedgerCursor.decode(cursor.encode())).contains(cursor);
    }

    @Property
    void noTextBreaksIt(@ForAll String text) {
        LedgerCursor.decode(text)
                .ifPresent(cursor -> assertThat(cursor.version()).isPositive());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "djE6MA", "djE6LTE", "djI6MQ", "====", "MTI"})
    void otherTextsAreNone(String text) {
        assertThat(LedgerCursor.decode(text)).isEmpty();
    }
}

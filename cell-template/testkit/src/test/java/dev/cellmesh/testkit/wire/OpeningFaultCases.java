package dev.cellmesh.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.runtime.database.Refusal;
import dev.cellmesh.testkit.wire.WireFault.Point;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is answered when no connection can be opened? Nothing was sent then, so nothing is unknown. */
abstract class OpeningFaultCases extends WriteFaultCases {
    protected static final Predicate<String> ANYBODY = application -> application.startsWith("cellmesh-");

    static Stream<Arguments> unopened() {
        return Stream.of(
                Arguments.of(refusal("FATAL", "53300", Point.BEFORE), Refusal.OVERLOADED),
                Arguments.of(refusal("FATAL", "57P01", Point.BEFORE), Refusal.UNREACHABLE),
                Arguments.of(refusal("FATAL", "57P02", Point.BEFORE), Refusal.UNREACHABLE),
                Arguments.of(refusal("FATAL", "57P03", Point.BEFORE), Refusal.UNREACHABLE),
                Arguments.of(refusal("FATAL", "08004", Point.BEFORE), Refusal.UNREACHABLE),
                Arguments.of(refusal("FATAL", "XXC02", Point.BEFORE), Refusal.UNREACHABLE),
                Arguments.of(CUT_REQUEST, Refusal.UNREACHABLE),
                Arguments.of(SILENT_ANSWER, Refusal.UNREACHABLE),
                Arguments.of(new WireFault.Stall(Point.BEFORE), Refusal.UNREACHABLE));
    }

    @ParameterizedTest
    @MethodSource("unopened")
    void whatCannotBeSentIsRefusedAndNeverUnknown(WireFault fault, Refusal why) {
        home = open(subject().home(), 1, 8, 10_000, 10_000);
        WireTrap sent = primary().on(WireChoice.executed(ADDING.or(GETTING)), WireFault.NOTHING);
        WireTrap trap = primary().on(WireChoice.opened(ANYBODY), fault);
        assertThat(await(add(PATIENCE))).isEqualTo(unavailable(why));
        assertThat(strong()).isEqualTo(unread(why));
        assertThat(trap.struck()).isGreaterThanOrEqualTo(2);
        assertThat(sent.arrived()).isZero();
        primary().heal();
        committed(await(add(PATIENCE)));
        rows(strong());
        assertAmount(2);
    }

    @Test
    void aWrongPasswordIsABug() {
        home = open(subject().home(), 1, 8, 10_000, 10_000);
        primary().on(WireChoice.opened(ANYBODY), refusal("FATAL", "28P01", Point.BEFORE));
        assertThatThrownBy(() -> await(add(PATIENCE))).isNotInstanceOf(AssertionError.class);
        assertThatThrownBy(this::strong).isNotInstanceOf(AssertionError.class);
    }
}

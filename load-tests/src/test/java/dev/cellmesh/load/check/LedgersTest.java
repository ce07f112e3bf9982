package dev.cellmesh.load.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LedgersTest {
    private static final UUID ONE = new UUID(1, 1);
    private static final UUID TWO = new UUID(2, 2);

    private final Transfers transfers = new Transfers();
    private final List<Statement.Posting> ofA = new ArrayList<>();
    private final List<Statement.Posting> ofB = new ArrayList<>();
    private long balanceA = 100;
    private long balanceB = 100;

    private int ask(Event.Type end, long amount, Optional<UUID> id) {
        return transfers.add(
                new Act(
                        1,
                        Function.TRANSFER,
                        "a",
                        History.NOTHING,
                        amount,
                        end,
                        1,
                        2,
                        transfers.history().size()),
                "b",
                id);
    }

    private void happens(UUID id, long amount) {
        ofA.add(new Statement.Posting(id, -amount));
        ofB.add(new Statement.Posting(id, amount));
        balanceA -= amount;
        balanceB += amount;
    }

    private record Found(long effects, long money) {}

    private Found found() {
        Violations effects = new Violations();
        Ledgers ledgers = new Ledgers(transfers, effects);
        ledgers.judge(new Statement(
                "t",
                List.of(
                        new Statement.Account("a", 100, balanceA, ofA),
                        new Statement.Account("b", 100, balanceB, ofB))));
        return new Found(effects.count(), ledgers.conservation().violationCount());
    }

    @Test
    void acknowledgedAndDoneOnceIsClean() {
        ask(Event.Type.OK, 5, Optional.of(ONE));
        happens(ONE, 5);
        assertThat(found()).isEqualTo(new Found(0, 0));
    }

    @Test
    void acknowledgedAndNotDoneIsLost() {
        ask(Event.Type.OK, 5, Optional.of(ONE));
        assertThat(found().effects()).isEqualTo(1);
        assertThat(found().money()).isEqualTo(2);
    }

    @Test
    void doneTwiceUnderOneIdIsFound() {
        ask(Event.Type.OK, 5, Optional.of(ONE));
        happens(ONE, 5);
        happens(ONE, 5);
        assertThat(found().effects()).isEqualTo(1);
    }

    @Test
    void doneTwiceUnderTwoIdsIsFound() {
        ask(Event.Type.OK, 5, Optional.of(ONE));
        happens(ONE, 5);
        happens(TWO, 5);
        assertThat(found().effects()).isEqualTo(1);
    }

    @Test
    void oneIdForTwoRequestsIsFound() {
        ask(Event.Type.OK, 5, Optional.of(ONE));
        ask(Event.Type.OK, 5, Optional.of(ONE));
        happens(ONE, 5);
        assertThat(found().effects()).isEqualTo(1);
    }

    @Test
    void refusedAndDoneIsFound() {
        ask(Event.Type.FAIL, 5, Optional.empty());
        happens(ONE, 5);
        assertThat(found().effects()).isEqualTo(1);
    }

    @Test
    void unknownMayBeDoneOnceOrNotAtAllAndNotTwice() {
        ask(Event.Type.INFO, 5, Optional.empty());
        assertThat(found()).isEqualTo(new Found(0, 0));
        happens(ONE, 5);
        assertThat(found()).isEqualTo(new Found(0, 0));
        happens(TWO, 5);
        assertThat(found().effects()).isEqualTo(1);
    }

    @Test
    void unknownExplainsNoOtherAmount() {
        ask(Event.Type.INFO, 5, Optional.empty());
        happens(ONE, 6);
        assertThat(found().effects()).isEqualTo(1);
    }

    @Test
    void oneSidedIsFound() {
        ask(Event.Type.OK, 5, Optional.of(ONE));
        ofA.add(new Statement.Posting(ONE, -5));
        balanceA -= 5;
        assertThat(found().effects()).isEqualTo(1);
        assertThat(found().money()).as("b has too little, and so has all").isEqualTo(2);
    }

    @Test
    void moneyFromNowhereIsFound() {
        balanceA++;
        assertThat(found().money()).isPositive();
    }

    @Test
    void anOverdraftIsFound() {
        ask(Event.Type.OK, 105, Optional.of(ONE));
        happens(ONE, 105);
        assertThat(found()).isEqualTo(new Found(0, 1));
    }

    @Test
    void effectsWithNumbersAreCounted() {
        History requests = new History();
        Event.Type[] ends = {
            Event.Type.OK,
            Event.Type.OK,
            Event.Type.OK,
            Event.Type.INFO,
            Event.Type.INFO,
            Event.Type.FAIL,
            Event.Type.FAIL
        };
        int[] effects = {1, 0, 2, 1, 2, 0, 1};
        for (int i = 0; i < ends.length; i++) {
            requests.add(new Act(1, Function.ADD, "e", History.NOTHING, 1, ends[i], i, i, i));
        }
        Violations violations = new Violations();
        Effects.judgeEach(requests, number -> effects[(int) number], violations);
        assertThat(violations.count()).isEqualTo(4);
    }

    @Test
    void countsAreHeldAgainstWhatIsKnown() {
        Violations violations = new Violations();
        Effects.judgeCount("e", 12, 10, 2, 1, 9, violations);
        Effects.judgeCount("e", 12, 10, 2, 1, 12, violations);
        assertThat(violations.count()).isZero();
        Effects.judgeCount("e", 12, 10, 2, 1, 8, violations);
        Effects.judgeCount("e", 12, 10, 2, 1, 13, violations);
        assertThat(violations.count()).isEqualTo(2);
    }
}

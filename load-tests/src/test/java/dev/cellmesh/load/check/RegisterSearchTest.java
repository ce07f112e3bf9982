package dev.cellmesh.load.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RegisterSearchTest {
    private final List<Act> acts = new ArrayList<>();

    private void act(Function function, long expected, long value, Event.Type end, long invoked, long ended) {
        acts.add(new Act(acts.size(), function, "r", expected, value, end, invoked, ended, -1));
    }

    private void read(long value, long invoked, long ended) {
        act(Function.READ, History.NOTHING, value, Event.Type.OK, invoked, ended);
    }

    private void write(long value, long invoked, long ended) {
        act(Function.WRITE, History.NOTHING, value, Event.Type.OK, invoked, ended);
    }

    private RegisterSearch.Answer answer() {
        return answer(acts);
    }

    private static RegisterSearch.Answer answer(List<Act> acts) {
        Register register = new Register("r", 0, acts.toArray(Act[]::new));
        return new RegisterSearch(register, RegisterSearch.Limits.DEFAULT).search();
    }

    private static boolean isLinearizable(List<Act> acts) {
        return answer(acts) instanceof RegisterSearch.Answer.Linearizable;
    }

    @Test
    void findsAStaleReadAndNamesIt() {
        write(1, 0, 10);
        write(2, 20, 30);
        read(1, 40, 50);
        assertThat(answer()).isInstanceOfSatisfying(RegisterSearch.Answer.Violated.class, violated -> {
            assertThat(violated.ordered()).isEqualTo(2);
            assertThat(violated.value()).isEqualTo(2);
            assertThat(violated.stuck()).containsExactly(acts.get(2));
        });
    }

    @Test
    void allowsAReadOfAConcurrentWriteOnlyInOneOrder() {
        write(1, 0, 100);
        read(1, 10, 20);
        read(0, 15, 25);
        assertThat(isLinearizable(acts)).isTrue();
        read(0, 30, 40);
        assertThat(isLinearizable(acts)).isFalse();
    }

    @Test
    void anUnknownWriteMayHappenMuchLater() {
        act(Function.WRITE, History.NOTHING, 1, Event.Type.INFO, 0, 10);
        read(0, 20, 30);
        write(2, 40, 50);
        read(1, 60, 70);
        assertThat(isLinearizable(acts)).isTrue();
        read(2, 80, 90);
        assertThat(isLinearizable(acts)).isFalse();
    }

    @Test
    void anUnknownWriteMayHaveNeverHappened() {
        act(Function.WRITE, History.NOTHING, 1, Event.Type.INFO, 0, 10);
        read(0, 20, 30);
        assertThat(isLinearizable(acts)).isTrue();
    }

    @Test
    void anUnknownWriteDoesNotHappenBeforeItWasAskedFor() {
        read(1, 0, 10);
        act(Function.WRITE, History.NOTHING, 1, Event.Type.INFO, 20, 30);
        assertThat(isLinearizable(acts)).isFalse();
    }

    @Test
    void anUnknownWriteHappensOnce() {
        act(Function.WRITE, History.NOTHING, 1, Event.Type.INFO, 0, 10);
        read(1, 20, 30);
        write(2, 40, 50);
        read(1, 60, 70);
        assertThat(isLinearizable(acts)).isFalse();
    }

    @Test
    void whatFailedHadNoEffect() {
        act(Function.WRITE, History.NOTHING, 1, Event.Type.FAIL, 0, 10);
        read(1, 20, 30);
        assertThat(isLinearizable(acts)).isFalse();
    }

    @Test
    void twoUpdatesOfOneValueAreOneTooMany() {
        act(Function.CAS, 0, 1, Event.Type.OK, 0, 10);
        act(Function.CAS, 0, 2, Event.Type.OK, 5, 15);
        assertThat(isLinearizable(acts)).isFalse();
    }

    @Test
    void openUpdatesMayLeadToEachOther() {
        act(Function.CAS, 0, 1, Event.Type.INFO, 0, 10);
        act(Function.CAS, 1, 2, Event.Type.INFO, 0, 10);
        read(2, 20, 30);
        assertThat(isLinearizable(acts)).isTrue();
    }

    @Test
    void aLimitIsNoVerdict() {
        History history = new History();
        for (int i = 1; i <= 12; i++) {
            history.add(new Act(i, Function.WRITE, "r", History.NOTHING, i, Event.Type.OK, 0, 100, -1));
        }
        history.add(new Act(13, Function.READ, "r", History.NOTHING, 99, Event.Type.OK, 200, 300, -1));
        Finding finding = Linearizability.check(history, 0, new RegisterSearch.Limits(1_000, 1_000_000));
        assertThat(finding.holds()).isFalse();
        assertThat(finding.violationCount()).isZero();
        assertThat(finding.note()).contains("undecided");
        Finding small = Linearizability.check(history, 0, new RegisterSearch.Limits(1_000_000, 100));
        assertThat(small.note()).contains("undecided");
        assertThat(Linearizability.check(history, 0).violationCount()).isEqualTo(1);
    }

    @Test
    void aHistoryThatLacksOperationsIsNotJudged() {
        History history = new History(1);
        history.add(new Act(1, Function.WRITE, "r", History.NOTHING, 1, Event.Type.OK, 0, 1, -1));
        history.add(new Act(1, Function.WRITE, "r", History.NOTHING, 2, Event.Type.OK, 2, 3, -1));
        Finding finding = Linearizability.check(history, 0);
        assertThat(finding.holds()).isFalse();
        assertThat(finding.checked()).isZero();
    }

    @Property(tries = 2_000)
    void agreesWithEveryOrderTried(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Act> history = RandomRegisters.arbitrary(random, 1 + random.nextInt(6));
        assertThat(isLinearizable(history)).isEqualTo(BruteForce.isLinearizable(history, RandomRegisters.INITIAL));
    }

    @Property(tries = 300)
    void whatARegisterDidIsLinearizable(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        assertThat(isLinearizable(RandomRegisters.correct(random, "r", 2 + random.nextInt(8), 300, 0.05, 5)))
                .isTrue();
    }

    @Test
    void agreesWithBruteForceOnTenThousandSmallHistories() {
        CheckerSelfTest.Agreement agreement = CheckerSelfTest.agreement(1, 10_000);
        assertThat(agreement.different()).isZero();
        assertThat(agreement.linearizable()).isBetween(2_000, 8_000);
        assertThat(agreement.withUnknown()).isGreaterThan(4_000);
    }
}

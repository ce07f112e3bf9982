package dev.cellmesh.load.overhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundsTest {
    @Test
    void everySubjectHasOneTurnARound() {
        Rounds rounds = new Rounds(1);
        for (int i = 0; i < 50; i++) {
            assertThat(rounds.next()).containsExactlyInAnyOrder(Subject.values());
        }
    }

    @Test
    void everyOrderComesAboutAsOften() {
        Rounds rounds = new Rounds(1);
        Map<List<Subject>, Integer> orders = new HashMap<>();
        for (int i = 0; i < 600; i++) {
            orders.merge(rounds.next(), 1, Integer::sum);
        }
        assertThat(orders).hasSize(6);
        assertThat(orders.values()).allSatisfy(count -> assertThat(count).isBetween(60, 140));
    }

    @Test
    void aSeedIsAnOrder() {
        Rounds one = new Rounds(5);
        Rounds same = new Rounds(5);
        for (int i = 0; i < 20; i++) {
            assertThat(one.next()).isEqualTo(same.next());
        }
    }
}

package dev.cellmesh.services.edge.poison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.services.edge.poison.Quarantine.Finding;
import dev.cellmesh.services.edge.poison.Quarantine.Standing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class QuarantineTest {
    private final AtomicLong nowNanos = new AtomicLong();
    private final Quarantine quarantine = new Quarantine(nowNanos::get);

    private static Print print(String tenant, String template, String target) {
        return new Print(
                new Kind(tenant, "GET", template),
                () -> Fingerprint.of(tenant, "GET", target, "{}".getBytes(StandardCharsets.UTF_8)));
    }

    private static Print read(String tenant, int number) {
        return print(tenant, "/accounts/{id}", "/accounts/" + number);
    }

    private void pass(Duration time) {
        nowNanos.addAndGet(time.toNanos());
    }

    /** Each tenant's kind of read was answered some time. */
    private void proven(String... tenants) {
        for (String tenant : tenants) {
            quarantine.answered(read(tenant, -1));
        }
    }

    @Test
    void theSameRequestIsRefusedAfterTwoCrashes() {
        assertThat(quarantine.crashed(List.of(read("evil", 1)))).isEqualTo(Finding.BLAMED);
        assertThat(quarantine.standing(read("evil", 1))).isEqualTo(Standing.SUSPECT);
        assertThat(quarantine.crashed(List.of(read("evil", 1), read("evil", 1))))
                .isEqualTo(Finding.REFUSED);
        assertThat(quarantine.standing(read("evil", 1))).isEqualTo(Standing.REFUSED);
        assertThat(quarantine.standing(read("evil", 2))).as("another one").isNotEqualTo(Standing.REFUSED);
        assertThat(quarantine.standing(read("good", 1))).isEqualTo(Standing.FREE);
    }

    @Test
    void poisonThatVariesIsRefusedByItsKindAfterThree() {
        for (int crash = 1; crash <= 2; crash++) {
            assertThat(quarantine.crashed(List.of(read("evil", crash)))).isEqualTo(Finding.BLAMED);
            assertThat(quarantine.standing(read("evil", 100))).isNotEqualTo(Standing.REFUSED);
        }
        assertThat(quarantine.crashed(List.of(read("evil", 3)))).isEqualTo(Finding.REFUSED);
        assertThat(quarantine.standing(read("evil", 100))).isEqualTo(Standing.REFUSED);
        assertThat(quarantine.standing(print("evil", "/transfers", "/transfers")))
                .isEqualTo(Standing.FREE);
    }

    @Test
    void whoKillsByEverythingIsRefusedAfterFourButForWhatIsKnownToBeHarmless() {
        proven("evil");
        for (int crash = 1; crash < Quarantine.CRASHES_OF_TENANT_MAX; crash++) {
            quarantine.crashed(List.of(print("evil", "/poison-" + crash, "/poison-" + crash)));
            assertThat(quarantine.standing(print("evil", "/poison", "/poison"))).isEqualTo(Standing.FREE);
        }
        assertThat(quarantine.crashed(List.of(print("evil", "/poison", "/poison"))))
                .isEqualTo(Finding.REFUSED);
        assertThat(quarantine.standing(print("evil", "/more", "/more"))).isEqualTo(Standing.REFUSED);
        assertThat(quarantine.standing(read("evil", 1))).isEqualTo(Standing.FREE);
        assertThat(quarantine.standing(print("good", "/more", "/more"))).isEqualTo(Standing.FREE);
        pass(Quarantine.FIRST_TERM);
        assertThat(quarantine.standing(print("evil", "/more", "/more"))).isEqualTo(Standing.RELEASED);
        assertThat(quarantine.standing(read("evil", 1)))
                .as("known to be harmless")
                .isEqualTo(Standing.FREE);
        quarantine.crashed(List.of(print("evil", "/more", "/more")));
        assertThat(quarantine.standing(print("evil", "/yet-more", "/yet-more"))).isEqualTo(Standing.REFUSED);
    }

    @Test
    void aKindThatWasRefusedIsReleasedToGoAloneUntilItIsAnswered() {
        for (int crash = 1; crash <= Quarantine.CRASHES_OF_KIND_MAX; crash++) {
            quarantine.crashed(List.of(read("evil", crash)));
        }
        pass(Quarantine.FIRST_TERM);
        assertThat(quarantine.standing(read("evil", 100))).isEqualTo(Standing.RELEASED);
        quarantine.answered(read("evil", 100));
        assertThat(quarantine.standing(read("evil", 101))).isEqualTo(Standing.FREE);
    }

    @Test
    void whoseKindIsKnownToBeHarmlessIsNotEvenSuspected() {
        proven("good");
        quarantine.crashed(List.of(read("evil", 1), read("good", 1)));
        assertThat(quarantine.standing(read("good", 1))).isEqualTo(Standing.FREE);
        assertThat(quarantine.standing(read("evil", 1))).isEqualTo(Standing.SUSPECT);
    }

    @Test
    void whereNobodyStandsOutAllGoAloneUntilTheyAreAnswered() {
        proven("good", "evil");
        assertThat(quarantine.crashed(List.of(read("evil", 1), read("good", 1))))
                .isEqualTo(Finding.ALL_SUSPECT);
        assertThat(quarantine.standing(read("good", 1))).isEqualTo(Standing.SUSPECT);
        assertThat(quarantine.standing(read("good", 2))).isEqualTo(Standing.FREE);
        quarantine.answered(read("good", 1));
        assertThat(quarantine.standing(read("good", 1))).isEqualTo(Standing.FREE);
        assertThat(quarantine.crashed(List.of(read("evil", 1), read("good", 1))))
                .isEqualTo(Finding.REFUSED);
        assertThat(quarantine.standing(read("evil", 1))).isEqualTo(Standing.REFUSED);
        assertThat(quarantine.standing(read("good", 1))).isEqualTo(Standing.FREE);
    }

    @Test
    void twoWhoStandOutSpareEachOther() {
        proven("good", "evil");
        quarantine.crashed(List.of(read("evil", 1), read("good", 1)));
        assertThat(quarantine.crashed(List.of(read("evil", 2), read("good", 1))))
                .isEqualTo(Finding.UNCLEAR);
        assertThat(quarantine.standing(read("good", 1))).isEqualTo(Standing.SUSPECT);
        assertThat(quarantine.standing(read("evil", 2))).isEqualTo(Standing.SUSPECT);
    }

    @Test
    void manyOfOneKindAtOnceAreOneCrashOfThatKind() {
        for (int crash = 1; crash < Quarantine.CRASHES_OF_KIND_MAX; crash++) {
            List<Print> there = List.of(read("evil", 10 * crash), read("evil", 10 * crash + 1));
            assertThat(quarantine.crashed(there)).isEqualTo(Finding.BLAMED);
        }
        assertThat(quarantine.crashed(List.of(read("evil", 1), read("evil", 2))))
                .isEqualTo(Finding.REFUSED);
    }

    @Test
    void ofOneTenantAllKindsThatStandOutAreBlamedTogether() {
        proven("good");
        List<Print> there =
                List.of(read("evil", 1), print("evil", "/transfers", "/transfers/1"), read("good", 1), read("good", 2));
        for (int crash = 1; crash < Quarantine.CRASHES_OF_KIND_MAX; crash++) {
            assertThat(quarantine.crashed(there)).isEqualTo(Finding.BLAMED);
        }
        assertThat(quarantine.crashed(there)).isEqualTo(Finding.REFUSED);
        assertThat(quarantine.standing(read("evil", 3))).isEqualTo(Standing.REFUSED);
        assertThat(quarantine.standing(print("evil", "/transfers", "/transfers/3")))
                .isEqualTo(Standing.REFUSED);
        assertThat(quarantine.standing(read("good", 1))).isEqualTo(Standing.FREE);
    }

    @Test
    void aTermEndsAndTheNextIsLonger() {
        Print evil = read("evil", 1);
        quarantine.crashed(List.of(evil));
        quarantine.crashed(List.of(evil));
        assertThat(quarantine.refusedSeconds(evil)).isEqualTo(60);
        pass(Quarantine.FIRST_TERM.minusNanos(1));
        assertThat(quarantine.refusedSeconds(evil)).isEqualTo(1);
        pass(Duration.ofNanos(1));
        assertThat(quarantine.standing(evil)).isEqualTo(Standing.RELEASED);
        assertThat(quarantine.refusedSeconds(evil)).isZero();
        for (int term = 1; term <= 5; term++) {
            assertThat(quarantine.crashed(List.of(evil))).isEqualTo(Finding.REFUSED);
            long seconds = 60L << Math.min(term, Quarantine.TERMS_MAX - 1);
            assertThat(quarantine.refusedSeconds(evil)).isEqualTo(seconds);
            pass(Duration.ofSeconds(seconds));
        }
        quarantine.answered(evil);
        assertThat(quarantine.standing(evil)).isEqualTo(Standing.FREE);
    }

    @Test
    void suspicionsAreForgotten() {
        quarantine.crashed(List.of(read("evil", 1)));
        assertThat(quarantine.isEmpty()).isFalse();
        pass(Quarantine.MEMORY);
        assertThat(quarantine.standing(read("evil", 1))).isEqualTo(Standing.FREE);
    }

    @Test
    void itHasRoomForOnlySoMany() {
        for (int number = 0; number < 2 * Quarantine.REMEMBERED_MAX; number++) {
            quarantine.crashed(List.of(read("tenant-" + number, number)));
        }
        assertThat(quarantine.size()).isLessThanOrEqualTo(Quarantine.REMEMBERED_MAX);
    }

    /**
     * A world with one poison, and many others who are there by chance whenever a cell crashes, and sometimes not answered for long.
     * As the edge does, it lets one suspect at a time to a cell, and sends none who is refused.
     */
    @Property
    void whoOnlyCoincidedIsNeverRefusedAndThePoisonAlwaysIs(
            @ForAll long seed, @ForAll @IntRange(min = 0, max = 30) int others, @ForAll boolean isMixed) {
        Random random = new Random(seed);
        Quarantine world = new Quarantine(nowNanos::get);
        List<Print> innocents = new ArrayList<>();
        for (int number = 0; number < others; number++) {
            Print innocent = read("tenant-" + random.nextInt(8), number);
            innocents.add(innocent);
            world.answered(innocent);
        }
        if (isMixed) {
            world.answered(read("evil", 99));
        }
        Print poison = read("evil", 1);
        int crashes = 0;
        while (world.standing(poison) != Standing.REFUSED) {
            Set<Print> there = new HashSet<>(List.of(poison));
            boolean laneTaken = world.standing(poison) == Standing.SUSPECT;
            for (Print innocent : innocents) {
                boolean suspect = world.standing(innocent) == Standing.SUSPECT;
                if (random.nextBoolean() && !(suspect && laneTaken)) {
                    there.add(innocent);
                    laneTaken |= suspect;
                }
            }
            world.crashed(there);
            crashes++;
            // One whose tenant also sends harmless ones of its kind hides among the suspects until they are answered.
            assertThat(crashes).isLessThanOrEqualTo(isMixed ? 60 : Quarantine.CRASHES_MAX);
            for (Print innocent : innocents) {
                assertThat(world.standing(innocent)).isNotEqualTo(Standing.REFUSED);
                if (random.nextInt(4) == 0) {
                    world.answered(innocent);
                }
            }
            pass(Duration.ofSeconds(random.nextInt(5)));
        }
    }
}

package dev.cellmesh.load.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VersionsTest {
    private final Versions versions = new Versions();
    private long now;

    @BeforeEach
    void open() {
        versions.opened("e", 1);
    }

    private int write(long value, Event.Type end, long base, long made) {
        now += 10;
        return versions.add(new Act(1, Function.CAS, "e", 0, value, end, now, now + 5, value), base, made);
    }

    private void read(long value, long version) {
        now += 10;
        versions.add(
                new Act(2, Function.READ, "e", History.NOTHING, value, Event.Type.OK, now, now + 5, -1),
                version,
                version);
    }

    private long violations() {
        return versions.check().violationCount();
    }

    @Test
    void aChainIsClean() {
        write(10, Event.Type.OK, 1, 2);
        write(11, Event.Type.FAIL, 1, 0);
        write(12, Event.Type.OK, 2, 3);
        read(10, 2);
        versions.ended("e", 3, 12);
        assertThat(versions.check().holds()).isTrue();
        assertThat(versions.check().checked()).isEqualTo(2);
    }

    @Test
    void twoThatReplacedTheSameVersionHaveLostOne() {
        write(10, Event.Type.OK, 1, 2);
        write(11, Event.Type.OK, 1, 3);
        versions.ended("e", 3, 11);
        assertThat(violations()).isEqualTo(1);
    }

    @Test
    void oneThatReplacedAnOlderVersionThanThereWasIsFound() {
        write(10, Event.Type.OK, 1, 4);
        write(11, Event.Type.OK, 2, 5);
        versions.ended("e", 5, 11);
        assertThat(violations()).isPositive();
    }

    @Test
    void anAcknowledgedWriteThatIsGoneInTheEndIsFound() {
        write(10, Event.Type.OK, 1, 2);
        versions.ended("e", 1, 0);
        assertThat(violations()).isEqualTo(1);
    }

    @Test
    void aVersionThatHoldsAnotherValueInTheEndIsFound() {
        write(10, Event.Type.OK, 1, 2);
        versions.ended("e", 2, 99);
        assertThat(violations()).isEqualTo(1);
    }

    @Test
    void aVersionThatWasReadAsAnotherValueIsFound() {
        write(10, Event.Type.OK, 1, 2);
        read(99, 2);
        versions.ended("e", 2, 10);
        assertThat(violations()).isEqualTo(1);
    }

    @Test
    void anUnknownWriteExplainsOneVersionAndNoMore() {
        write(10, Event.Type.INFO, 1, 0);
        write(11, Event.Type.OK, 2, 3);
        versions.ended("e", 3, 11);
        assertThat(violations()).isZero();
        versions.ended("e", 4, 12);
        assertThat(violations()).isEqualTo(1);
    }

    @Test
    void whatIsSettledCountsAsWhatItWas() {
        int index = write(10, Event.Type.INFO, 1, 0);
        versions.settle(index, Event.Type.FAIL, now + 100, 0);
        versions.ended("e", 2, 10);
        assertThat(violations()).as("somebody made version 2").isEqualTo(1);
        versions.settle(index, Event.Type.OK, now + 100, 2);
        assertThat(violations()).isZero();
    }

    @Test
    void anEndThatNobodyReadIsSaidToBeUndecided() {
        write(10, Event.Type.OK, 1, 2);
        assertThat(versions.check().note()).contains("undecided");
    }

    @Test
    void aHistoryThatLacksOperationsIsNotJudged() {
        Versions small = new Versions(new History(0));
        small.add(new Act(1, Function.CAS, "e", 0, 1, Event.Type.OK, 1, 2, 1), 1, 2);
        assertThat(small.check().holds()).isFalse();
        assertThat(small.check().note()).contains("undecided");
    }
}

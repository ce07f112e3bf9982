package dev.cellmesh.load.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final Sessions.Promise ALL = new Sessions.Promise(true, true, true);
    private static final Sessions.Promise SESSION = new Sessions.Promise(true, false, true);

    private final Sessions sessions = new Sessions();
    private long now;

    private Act act(Function function) {
        now += 10;
        return new Act(1, function, "e", History.NOTHING, 0, Event.Type.OK, now, now + 5, -1);
    }

    private void write(int session, long... counts) {
        sessions.add(session, sessions.now(), act(Function.WRITE), counts, Sessions.Promise.NONE);
    }

    private void read(int session, Sessions.Promise promise, int madeAt, long... counts) {
        sessions.add(session, madeAt, act(Function.READ), counts, promise);
    }

    private void read(int session, long... counts) {
        read(session, ALL, sessions.now(), counts);
    }

    @Test
    void aReadThatMissesAnOwnWriteIsFound() {
        write(0, 0, 3);
        read(0, 9, 2);
        assertThat(sessions.readYourWrites().violationCount()).isEqualTo(1);
        assertThat(sessions.monotonicReads().violationCount()).isZero();
    }

    @Test
    void aReadOfNothingAfterAnOwnWriteIsFound() {
        write(0, 1);
        read(0);
        assertThat(sessions.readYourWrites().violationCount()).isEqualTo(1);
    }

    @Test
    void othersWritesNeedNotBeSeen() {
        write(1, 0, 3);
        read(0, 9, 2);
        assertThat(sessions.readYourWrites().violationCount()).isZero();
        assertThat(sessions.readYourWrites().checked()).isZero();
    }

    @Test
    void aRequestMadeBeforeTheWriteWasAnsweredNeedNotSeeIt() {
        int before = sessions.now();
        write(0, 1);
        read(0, ALL, before);
        assertThat(sessions.readYourWrites().checked()).isZero();
        read(0, ALL, sessions.now());
        assertThat(sessions.readYourWrites().violationCount()).isEqualTo(1);
    }

    @Test
    void lessOfOneRegionIsLessEvenWhenThereIsMoreOfAnother() {
        read(0, 2, 2);
        read(0, 9, 1);
        assertThat(sessions.monotonicReads().violationCount()).isEqualTo(1);
    }

    @Test
    void allThatWasSeenBeforeCountsAndNotOnlyTheLastRead() {
        read(0, 2, 1);
        read(0, 2, 3);
        read(0, 5, 3);
        assertThat(sessions.monotonicReads().holds()).isTrue();
        assertThat(sessions.monotonicReads().checked()).isEqualTo(2);
    }

    @Test
    void whatPromisesNothingIsNotJudgedAndTeachesNothing() {
        read(0, SESSION, sessions.now(), 5);
        read(0, 2);
        assertThat(sessions.monotonicReads().violationCount()).isZero();
        read(0, new Sessions.Promise(true, true, false), sessions.now(), 7);
        read(0, 4);
        assertThat(sessions.monotonicReads().violationCount())
                .as("nobody carried what the read of 7 saw")
                .isZero();
    }

    @Test
    void entityTagsAreReadAsWritten() {
        SeenVersion seen = new SeenVersion();
        assertThat(seen.parse("\"5\"")).containsExactly(5);
        assertThat(seen.parse("\"europe-west1:2,us-east1:7\"")).containsExactly(0, 2, 7);
        assertThat(seen.parse("\"us-east1:9\"")).containsExactly(0, 0, 9);
        assertThat(seen.parse("\"europe-west1:2,us-east1:7\"", "us-east1")).containsExactly(0, 0, 7);
        assertThat(seen.parse("\"us-east1:7\"", "nowhere")).isEmpty();
        assertThat(seen.parse("\"\"")).isEmpty();
        assertThatThrownBy(() -> seen.parse("\"W/x\"")).isInstanceOf(IllegalArgumentException.class);
    }
}

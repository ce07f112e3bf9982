package dev.cellmesh.model.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Who is it that makes replicas old? */
class LagBlameTest {
    private static final Region US = new Region("us");
    private static final Region EU = new Region("eu");
    private static final Region ASIA = new Region("asia");

    private static ReplicaLag lag(Region source, Region reader, long millis) {
        return new ReplicaLag(source, reader, OptionalLong.of(millis));
    }

    private static List<ReplicaLag> allAt(long millis) {
        List<ReplicaLag> all = new ArrayList<>();
        for (Region source : List.of(US, EU, ASIA)) {
            for (Region reader : List.of(US, EU, ASIA)) {
                if (!source.equals(reader)) {
                    all.add(lag(source, reader, millis));
                }
            }
        }
        return all;
    }

    private static List<ReplicaLag> with(List<ReplicaLag> changed) {
        List<ReplicaLag> all = new ArrayList<>(allAt(10));
        all.removeIf(each -> changed.stream()
                .anyMatch(lag ->
                        lag.source().equals(each.source()) && lag.reader().equals(each.reader())));
        all.addAll(changed);
        return all;
    }

    @Test
    void aDeadRegionIsToBlameForWhatIsOldEverywhere() {
        Map<Region, OptionalLong> blamed = LagBlame.of(with(List.of(lag(US, EU, 60_000), lag(US, ASIA, 60_500))));
        assertThat(blamed.get(US)).hasValue(60_000);
        assertThat(blamed.get(EU)).hasValue(10);
        assertThat(blamed.get(ASIA)).hasValue(500);
    }

    @Test
    void aReaderIsToBlameForWhatIsOldWithItAlone() {
        Map<Region, OptionalLong> blamed = LagBlame.of(with(List.of(lag(US, EU, 60_000), lag(ASIA, EU, 60_000))));
        assertThat(blamed.get(EU)).hasValue(59_990);
        assertThat(blamed.get(US)).hasValue(10);
        assertThat(blamed.get(ASIA)).hasValue(10);
    }

    @Test
    void ofSeveralCellsTheFreshestIsRight() {
        assertThat(LagBlame.of(List.of(lag(US, EU, 900), lag(US, EU, 20))).get(US))
                .hasValue(20);
    }

    @Test
    void whoCannotTellIsNotFresh() {
        assertThat(LagBlame.of(List.of(new ReplicaLag(US, EU, OptionalLong.empty()))))
                .isEmpty();
    }
}

package dev.cellmesh.load.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    @Property(tries = 50)
    void keepsWhatItIsGiven(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Act> acts = new ArrayList<>();
        History history = new History();
        Function[] functions = Function.values();
        Event.Type[] ends = {Event.Type.OK, Event.Type.FAIL, Event.Type.INFO};
        for (int i = 0; i < 40_000; i += 1 + random.nextInt(40)) {
            Act act = new Act(
                    random.nextLong(),
                    functions[random.nextInt(functions.length)],
                    "k" + random.nextInt(9),
                    random.nextLong(),
                    random.nextLong(),
                    ends[random.nextInt(ends.length)],
                    random.nextLong(),
                    random.nextLong(),
                    random.nextLong());
            acts.add(act);
            assertThat(history.add(act)).isEqualTo(acts.size() - 1);
        }
        for (int i = 0; i < acts.size(); i++) {
            assertThat(history.get(i)).isEqualTo(acts.get(i));
        }
    }

    @Test
    void whatIsSettledKeepsAllButItsEnd() {
        History history = new History();
        Act act = new Act(1, Function.CAS, "k", 2, 3, Event.Type.INFO, 4, 5, 6);
        int index = history.add(act);
        history.settle(index, Event.Type.OK, 50);
        assertThat(history.get(index)).isEqualTo(new Act(1, Function.CAS, "k", 2, 3, Event.Type.OK, 4, 50, 6));
    }

    @Test
    void hasARoomOfItsOwnAndCountsWhatDoesNotFit() {
        History history = new History(1);
        Act act = new Act(1, Function.READ, "k", 2, 3, Event.Type.OK, 4, 5, 6);
        assertThat(history.add(act)).isZero();
        assertThat(history.add(act)).isEqualTo(-1);
        assertThat(history.size()).isEqualTo(1);
        assertThat(history.leftOut()).isEqualTo(1);
    }

    private static History sample() {
        History history = new History();
        history.add(new Act(0, Function.CAS, "r", 0, 7, Event.Type.INFO, 10, 90, 1));
        history.add(new Act(1, Function.READ, "r", History.NOTHING, 7, Event.Type.OK, 20, 40, -1));
        history.add(new Act(2, Function.WRITE, "other", History.NOTHING, 8, Event.Type.FAIL, 30, 35, 2));
        history.add(new Act(1, Function.READ, "r", History.NOTHING, History.NOTHING, Event.Type.OK, 41, 45, -1));
        return history;
    }

    @Test
    void isWrittenALineForEachEventInTheOrderOfTime(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("h.jsonl");
        JepsenJson.writeLines(sample(), file);
        assertThat(Files.readAllLines(file).stream().map(JsonObject::new))
                .extracting(line -> line.getLong("index") + " " + line.getLong("process") + " "
                        + line.getString("type") + " " + line.getString("f") + " " + line.getValue("value") + " "
                        + line.getLong("time") + " " + line.getString("key"))
                .containsExactly(
                        "0 0 invoke cas [0,7] 10 r",
                        "1 1 invoke read null 20 r",
                        "2 2 invoke write 8 30 other",
                        "3 2 fail write 8 35 other",
                        "4 1 ok read 7 40 r",
                        "5 1 invoke read null 41 r",
                        "6 1 ok read null 45 r",
                        "7 0 info cas [0,7] 90 r");
    }

    @Test
    void oneRegisterIsWrittenAsAnArray(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("r.json");
        JepsenJson.writeArray(sample(), "r", 0, file);
        JsonArray events = new JsonArray(Files.readString(file));
        assertThat(events).hasSize(8);
        assertThat(events.getJsonObject(1).getString("type")).isEqualTo("ok");
        assertThat(events.getJsonObject(1).getString("f")).isEqualTo("write");
        assertThat(events.getJsonObject(1).getLong("value")).isZero();
        assertThat(events.getJsonObject(7).getLong("index")).isEqualTo(7);
    }

    @Test
    void theFirstViolationsAreShownAndAllAreCounted() {
        Violations violations = new Violations();
        for (int i = 0; i < 1_000; i++) {
            int at = (i * 7) % 1_000;
            violations.add(at, () -> "at " + at);
        }
        Finding finding = violations.finding("x", "");
        assertThat(finding.violationCount()).isEqualTo(1_000);
        assertThat(finding.violations())
                .hasSize(Finding.SHOWN_MAX)
                .startsWith("at 0", "at 1")
                .endsWith("at 19");
    }
}

package dev.cellmesh.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Does METRICS.md list what the code counts, and do the rules ask for what there is? With {@code -Dreadme.write} it is written. */
class MetricsTest {
    private static final Pattern NAME = Pattern.compile("\\bcellmesh_[a-z0-9_]+\\b");
    private static final Pattern RECORDED = Pattern.compile("record: *(cellmesh:[a-z0-9_:]+)");
    private static final Pattern USED = Pattern.compile("\\bcellmesh:[a-z0-9_:]+");
    private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9_.]*");

    private final SourceMeters declared = Metrics.declared();

    @Test
    void everyMeterCanBeReadFromTheCode() {
        assertThat(declared.unclear()).isEmpty();
        assertThat(declared.meters()).hasSizeGreaterThan(20);
    }

    @Test
    void everyMeterSaysWhatItIs() {
        assertThat(declared.meters())
                .allSatisfy(meter ->
                        assertThat(meter.description()).as(meter.toString()).isNotBlank())
                .allSatisfy(meter -> assertThat(meter.name()).matches("cellmesh(\\.[a-z][a-z0-9]*)+"))
                .allSatisfy(meter -> assertThat(meter.labels())
                        .allSatisfy(
                                label -> assertThat(label).as(meter.toString()).matches(LABEL)));
    }

    @Test
    void everyMeterIsOfSomeNode() {
        NodeReach reach = new NodeReach();
        assertThat(declared.meters())
                .allSatisfy(meter -> assertThat(reach.kindsOf(meter.declaredIn()))
                        .as(meter.toString())
                        .isNotEmpty());
    }

    @Test
    void thePageShowsThem() throws IOException {
        String right = MetricsPage.of(declared.meters(), new NodeReach());
        if (System.getProperty("readme.write") != null) {
            Files.writeString(Metrics.PAGE, right);
        } else {
            assertThat(Files.readString(Metrics.PAGE))
                    .as("METRICS.md is stale; its head says how it is written")
                    .isEqualTo(right);
        }
    }

    @Test
    void theRulesAskForWhatThereIs() throws IOException {
        Set<String> known = new TreeSet<>();
        declared.meters().forEach(meter -> {
            String name = meter.prometheusName();
            Stream.of("", "_count", "_sum", "_max", "_bucket").forEach(part -> known.add(name + part));
        });
        String rules = rules();
        assertThat(found(NAME, 0, rules)).isNotEmpty().isSubsetOf(known);
        Set<String> recorded = found(RECORDED, 1, rules);
        assertThat(found(USED, 0, rules)).isNotEmpty().isEqualTo(recorded);
    }

    private static String rules() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(Metrics.OBSERVABILITY.resolve("rules"))) {
            for (Path file : files.sorted().toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    private static Set<String> found(Pattern pattern, int group, String text) {
        Set<String> all = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            all.add(matcher.group(group));
        }
        return all;
    }
}

package dev.cellmesh.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Does the README know every word that the reader knows, and no other? The part between its marks is made here:
 * {@code mvn -q test -pl load-tests -Dtest=ReferenceTest -Dreadme.write}.
 */
class ReferenceTest {
    private static final Path README = Path.of("README.md");
    private static final String BEGIN = "<!-- reference: made by ReferenceTest -->\n";
    private static final String END = "<!-- end of the reference -->";

    @Test
    void theReferenceIsWhatTheReaderReads() throws IOException {
        String readme = Files.readString(README);
        int begin = readme.indexOf(BEGIN) + BEGIN.length();
        int end = readme.indexOf(END);
        assertThat(end).isGreaterThanOrEqualTo(begin);
        if (System.getProperty("readme.write") != null) {
            readme = readme.substring(0, begin) + reference() + readme.substring(end);
            Files.writeString(README, readme);
            end = readme.indexOf(END);
        }
        assertThat(readme.substring(begin, end)).isEqualTo(reference());
    }

    private static String reference() {
        StringBuilder text = new StringBuilder();
        for (Section section : Vocabulary.all()) {
            text.append("\n#### ").append(section.title()).append("\n\n");
            if (!section.place().isEmpty()) {
                text.append("`").append(section.place()).append("`\n\n");
            }
            text.append("| member | value | without it | meaning |\n|---|---|---|---|\n");
            for (Section.Member member : section.members()) {
                // What all faults have stands once, in a table of its own.
                if (Vocabulary.FAULTS.containsValue(section)
                        && Vocabulary.TIMED.members().contains(member)) {
                    continue;
                }
                text.append("| `").append(member.name()).append("` | ");
                text.append(member.form())
                        .append(" | ")
                        .append(member.otherwise())
                        .append(" | ");
                text.append(member.meaning()).append(" |\n");
            }
        }
        text.append("\nKinds of operations: ").append(code(Names.KINDS)).append(".\n\n");
        text.append("Checks: ").append(code(Names.CHECKS)).append(".\n\n");
        return text.toString();
    }

    private static String code(java.util.Set<String> names) {
        return "`" + String.join("`, `", new TreeSet<>(names)) + "`";
    }
}

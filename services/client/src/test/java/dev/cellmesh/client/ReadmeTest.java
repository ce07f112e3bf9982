package dev.cellmesh.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Is the README's example one that compiles? */
class ReadmeTest {
    private static final String BEGIN = "```java\n";
    private static final String END = "```";

    /** What the example takes from its reader's own service. */
    private static final String AROUND = """
            import dev.cellmesh.client.*;
            import java.net.URI;
            import java.util.List;

            abstract class Example {
                interface Bearers {
                    String bearerOf(String tenant, boolean isRejected);
                }

                Bearers tokens;
                String json;

                abstract void book(String body);

                abstract void tell(String problem);

                abstract void askLater(Call call);

                void run() throws InterruptedException {
                    %s
                }
            }
            """;

    @Test
    void itsExampleCompiles(@TempDir Path classes) throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int begin = readme.indexOf(BEGIN) + BEGIN.length();
        String source = AROUND.formatted(readme.substring(begin, readme.indexOf(END, begin)));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        List<String> options =
                List.of("-d", classes.toString(), "-classpath", System.getProperty("java.class.path"), "-proc:none");
        JavaCompiler.CompilationTask task =
                compiler.getTask(null, null, said, options, null, List.of(new Example(source)));
        assertThat(task.call())
                .as(() -> said.getDiagnostics().stream()
                        .map(each -> each.getMessage(Locale.ROOT))
                        .toList()
                        .toString())
                .isTrue();
    }

    private static final class Example extends SimpleJavaFileObject {
        private final String source;

        Example(String source) {
            super(URI.create("string:///Example.java"), Kind.SOURCE);
            this.source = source;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
        }
    }
}

package dev.cellmesh.cockroach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.cockroach.SqlText.Kind;
import dev.cellmesh.model.consistency.ReadLevel;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Does any SQL text get past the collection? */
class CollectedSqlTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final String RESOURCES = "src/main/resources/";
    private static final String JAVA = "src/main/java/";
    private static final Set<String> NO_SOURCES = Set.of("target", "node_modules", "terraform", "test");

    private final SqlTexts texts = SqlTexts.collect(ProjectClassPath.read());

    /** A module that is not on this class path would be checked by nobody: is each of its files there? */
    @Test
    void everyModuleOfTheRepositoryIsThere() throws IOException {
        ProjectClassPath project = ProjectClassPath.read();
        Set<String> there = Set.copyOf(project.names(name -> true));

        assertThat(there).containsAll(filesOnDisk(RESOURCES, ".sql", ".sql"));
        assertThat(there).containsAll(filesOnDisk(JAVA, ".java", ".class"));
    }

    @Test
    void everySqlFileIsCheckedOrOnlyForPostgresOrATemplate() {
        Set<String> names = texts.all().stream().map(SqlText::name).collect(Collectors.toSet());

        for (String file : texts.files()) {
            assertThat(names.contains(file) || SqlTexts.isForPostgres(file) || file.startsWith("db/cockroach/"))
                    .as(file)
                    .isTrue();
        }
    }

    @Test
    void whatServesPutsNoSqlTogether() {
        assertThat(texts.escaped()).isEmpty();
    }

    @Test
    void literalsAreFoundWhereTheyAre() {
        assertThat(sqlOf(Kind.STATEMENT)).contains("SELECT 1 AS ready");
        assertThat(sqlOf(Kind.ASIDE)).contains("SHOW COMMIT TIMESTAMP");
        assertThat(sqlOf(Kind.ADMIN))
                .contains("INSERT INTO writer_epoch (home_region, epoch) VALUES ($1, 1) ON CONFLICT DO NOTHING");
    }

    @Test
    void whatIsForPostgresIsLeftOut() {
        assertThat(texts.all()).noneMatch(text -> text.sql().contains("lsn"));
        assertThat(SqlTexts.isForPostgres("db/postgres/home/V2__heartbeat.sql")).isTrue();
        assertThat(SqlTexts.isForPostgres("dev/cellmesh/runtime/database/PostgresDialect.class"))
                .isTrue();
        assertThat(SqlTexts.isForPostgres("dev/cellmesh/runtime/database/PostgresSources$1.class"))
                .isTrue();
        assertThat(SqlTexts.isForPostgres("dev/cellmesh/services/payments/sql/transfer.sql"))
                .isFalse();
    }

    @Test
    void everyLevelIsTriedOut() {
        Set<Class<?>> tried = SqlTexts.LEVELS.stream().map(Object::getClass).collect(Collectors.toSet());

        assertThat(tried).containsExactlyInAnyOrderElementsOf(Arrays.asList(ReadLevel.class.getPermittedSubclasses()));
    }

    @Test
    void noMarkIsLeftInAnOlderRead() {
        assertThat(sqlOf(Kind.OLDER)).isNotEmpty().noneMatch(sql -> sql.contains("/*as-of"));
    }

    private List<String> sqlOf(Kind kind) {
        return texts.all().stream()
                .filter(text -> text.kind() == kind)
                .map(SqlText::sql)
                .toList();
    }

    private static Set<String> filesOnDisk(String sources, String suffix, String built) throws IOException {
        Set<String> found = new TreeSet<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                boolean skip = NO_SOURCES.contains(name) || name.startsWith(".") && !name.equals("..");
                return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = ROOT.relativize(file).toString();
                int from = name.indexOf(sources);
                if (name.endsWith(suffix) && from >= 0) {
                    found.add(name.substring(from + sources.length(), name.length() - suffix.length()) + built);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }
}

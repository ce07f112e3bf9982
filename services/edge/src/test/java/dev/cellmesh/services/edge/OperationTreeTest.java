package dev.cellmesh.services.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.budget.LatencyGoal;
import dev.cellmesh.model.profile.Residence;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class OperationTreeTest {
    private static KnownOperation operation(String method, String path) {
        return new KnownOperation(
                "o",
                method,
                path,
                LatencyGoal.UNDECLARED,
                !method.equals("GET"),
                Residence.HOME,
                true,
                false,
                Optional.empty());
    }

    private static OperationTree tree(String... operations) {
        return new OperationTree(Stream.of(operations)
                .map(each -> operation(each.split(" ")[0], each.split(" ")[1]))
                .toList());
    }

    private static String found(OperationTree tree, String method, String path) {
        return tree.find(method, path).map(KnownOperation::path).orElse("none");
    }

    @Test
    void methodsAreApart() {
        OperationTree tree = tree("GET /a/{x}", "POST /a");
        assertThat(found(tree, "GET", "/a/1")).isEqualTo("/a/{x}");
        assertThat(found(tree, "POST", "/a/1")).isEqualTo("none");
        assertThat(found(tree, "POST", "/a")).isEqualTo("/a");
        assertThat(found(tree, "GET", "/a")).isEqualTo("none");
    }

    @Test
    void aParameterIsOneWholeSegmentAndNotEmpty() {
        OperationTree tree = tree("GET /a/{x}", "GET /a/{x}/b");
        assertThat(found(tree, "GET", "/a/1/2")).isEqualTo("none");
        assertThat(found(tree, "GET", "/a/")).isEqualTo("none");
        assertThat(found(tree, "GET", "/a//b")).isEqualTo("none");
        assertThat(found(tree, "GET", "/a/1/b")).isEqualTo("/a/{x}/b");
        assertThat(found(tree, "GET", "/a/1/b/")).isEqualTo("none");
    }

    @Test
    void whatIsSpelledOutIsPreferredButDoesNotHideTheRest() {
        OperationTree tree = tree("GET /a/{x}/c", "GET /a/b/d", "GET /a/b");
        assertThat(found(tree, "GET", "/a/b")).isEqualTo("/a/b");
        assertThat(found(tree, "GET", "/a/b/d")).isEqualTo("/a/b/d");
        assertThat(found(tree, "GET", "/a/b/c")).isEqualTo("/a/{x}/c");
    }

    @Test
    void anEmptyOneKnowsNothing() {
        assertThat(OperationTree.EMPTY.find("GET", "/a")).isEmpty();
        assertThat(OperationTree.EMPTY.size()).isZero();
    }

    @Property
    void itFindsWhatComparingWithEachTemplateFinds(
            @ForAll("templates") Set<String> templates, @ForAll("paths") String path) {
        OperationTree tree = new OperationTree(
                templates.stream().map(each -> operation("GET", each)).toList());
        Optional<KnownOperation> found = tree.find("GET", path);
        Set<String> matching =
                templates.stream().filter(each -> matches(each, path)).collect(Collectors.toCollection(HashSet::new));
        assertThat(found.isPresent()).isEqualTo(!matching.isEmpty());
        found.ifPresent(operation -> assertThat(matching).contains(operation.path()));
    }

    private static boolean matches(String template, String path) {
        List<String> parts = Arrays.asList(template.split("/", -1));
        List<String> given = Arrays.asList(path.split("/", -1));
        if (parts.size() != given.size()) {
            return false;
        }
        for (int i = 0; i < parts.size(); i++) {
            boolean fits = parts.get(i).startsWith("{")
                    ? !given.get(i).isEmpty()
                    : parts.get(i).equals(given.get(i));
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    @Provide
    Arbitrary<Set<String>> templates() {
        return joined(Arbitraries.of("a", "b", "{x}")).set().ofMaxSize(12);
    }

    @Provide
    Arbitrary<String> paths() {
        return joined(Arbitraries.of("a", "b", "c", ""));
    }

    private static Arbitrary<String> joined(Arbitrary<String> segment) {
        return segment.list().ofMinSize(1).ofMaxSize(4).map(segments -> "/" + String.join("/", segments));
    }
}

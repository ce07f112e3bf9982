package dev.cellmesh.local.cockroach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.local.cockroach.ClusterFinder.Found;
import dev.cellmesh.local.cockroach.ClusterFinder.Search;
import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.Endpoint;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterFinderTest {
    private static final String NAMED = "postgresql://root@db.example:26257/defaultdb";
    private static final Path PROGRAM = Path.of("/opt/b/cockroach");
    private static final Supplier<Optional<String>> DOCKER = Optional::empty;
    private static final Supplier<Optional<String>> NO_DOCKER = () -> Optional.of("no engine answers");
    private static final Supplier<Optional<String>> NOT_ASKED = () -> {
        throw new AssertionError("asked although something better was there");
    };

    private final Map<String, String> environment = new HashMap<>(Map.of("PATH", "/opt/a::/opt/b"));

    @Test
    void whatAPersonNamesGoesFirst() {
        environment.put(ClusterFinder.URL, NAMED);

        assertThat(search(Set.of(PROGRAM), NOT_ASKED, Optional.of("postgresql://other"))
                        .found())
                .isEqualTo(new Found.Named("postgresql://other"));
    }

    @Test
    void theVariableGoesBeforeTheProgram() {
        environment.put(ClusterFinder.URL, " " + NAMED + " ");

        assertThat(search(Set.of(PROGRAM), NOT_ASKED).found()).isEqualTo(new Found.Named(NAMED));
    }

    @Test
    void theProgramGoesBeforeDocker() {
        environment.put(ClusterFinder.URL, "  ");

        assertThat(search(Set.of(PROGRAM), NOT_ASKED).found()).isEqualTo(new Found.Program(PROGRAM));
    }

    @Test
    void theFirstProgramOfThePathIsTaken() {
        Path first = Path.of("/opt/a/cockroach");

        assertThat(search(Set.of(PROGRAM, first), NOT_ASKED).found()).isEqualTo(new Found.Program(first));
    }

    @Test
    void dockerIsTheLastWish() {
        assertThat(search(Set.of(), DOCKER).found()).isEqualTo(new Found.Docker());
    }

    @Test
    void nothingIsNeverSilent() {
        Search search = search(Set.of(), NO_DOCKER);

        assertThat(search.found()).isEqualTo(new Found.Nothing());
        assertThat(search.steps()).hasSize(4);
        assertThat(search.explained()).contains(ClusterFinder.URL, "PATH", "no engine answers");
    }

    @Test
    void anEmptyEnvironmentIsNoFailure() {
        environment.clear();

        assertThat(search(Set.of(), NO_DOCKER).found()).isEqualTo(new Found.Nothing());
    }

    @Test
    void aUrlNamesNodesUserAndPassword() {
        CockroachCluster cluster = CockroachClusters.named("postgresql://me:p%40ss@one:1,postgres://me:p%40ss@two");

        assertThat(cluster.user()).isEqualTo("me");
        assertThat(cluster.password()).isEqualTo("p@ss");
        assertThat(cluster.gateway(new Region("somewhere"))).isEqualTo(new Endpoint("one", 1));
        assertThat(CockroachClusters.named(NAMED).user()).isEqualTo("root");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "db.example:26257",
                "http://db.example",
                "postgresql://a b",
                "postgresql://root@db.example?sslmode=verify-full",
                "postgresql://root@db.example?sslmode=require"
            })
    void whatIsNoUrlOfAClusterWithoutTlsIsRefused(String url) {
        assertThatThrownBy(() -> CockroachClusters.named(url)).isInstanceOf(ClusterException.class);
    }

    @Test
    void theProgramSimulatesDistanceBetweenItsOwnRegionsOnly() {
        List<String> own = DemoCluster.command(PROGRAM, CockroachUnderTest.REGIONS, 26_300, Path.of("/tmp/url"));
        List<String> named = DemoCluster.command(
                PROGRAM,
                List.of(new Region("us-east1"), new Region("europe-west1"), new Region("asia-southeast1")),
                26_300,
                Path.of("/tmp/url"));

        assertThat(own).contains("--global", "--nodes=9", "--sql-port=26300").noneMatch(it -> it.contains("locality"));
        assertThat(named).doesNotContain("--global");
        assertThat(named.getLast())
                .startsWith("--demo-locality=region=us-east1,zone=z0:region=us-east1,zone=z1:region=us-east1,zone=z2:"
                        + "region=europe-west1,zone=z3")
                .endsWith("region=asia-southeast1,zone=z8");
    }

    @Test
    void eachContainerIsTheNodeOfOneRegion() {
        assertThat(ContainerCluster.command(1, CockroachUnderTest.REGIONS))
                .contains(
                        "--locality=region=europe-west1,zone=a",
                        "--advertise-addr=cockroach-1:26357",
                        "--join=cockroach-0:26357,cockroach-1:26357,cockroach-2:26357");
    }

    private Search search(Set<Path> programs, Supplier<Optional<String>> docker) {
        return search(programs, docker, Optional.empty());
    }

    private Search search(Set<Path> programs, Supplier<Optional<String>> docker, Optional<String> url) {
        return new ClusterFinder(environment, programs::contains, docker).find(url);
    }
}

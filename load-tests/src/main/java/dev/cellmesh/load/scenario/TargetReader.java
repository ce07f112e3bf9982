package dev.cellmesh.load.scenario;

import dev.cellmesh.load.scenario.Scenario.Target;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Who is asked, by the file and then by the command line? */
final class TargetReader {
    /** What a target without regions has in their place. */
    static final String NO_REGION = "-";

    private final Problems problems;
    private final Overrides overrides;

    TargetReader(Problems problems, Overrides overrides) {
        this.problems = problems;
        this.overrides = overrides;
    }

    Target read(Node node) {
        try (Members members = new Members(Vocabulary.TARGET, node, problems)) {
            Optional<URI> written = members.parsed("mesh", TargetReader::url);
            Optional<URI> url = members.parsed("url", TargetReader::url);
            Map<String, URI> edges = new LinkedHashMap<>();
            members.map("edges").forEach((region, value) -> {
                problems.made(value, () -> Names.name(region));
                if (value instanceof ScalarNode scalar) {
                    problems.made(value, () -> url(scalar.getValue())).ifPresent(edge -> edges.put(region, edge));
                } else {
                    problems.at(value, "a URL is expected here, not " + Members.kind(value));
                }
            });
            if (url.isPresent() && (members.has("edges") || members.has("mesh"))) {
                problems.at(node, "\"url\" stands alone: a mesh and edges have regions");
            }
            url.ifPresent(only -> edges.put(NO_REGION, only));
            edges.putAll(overrides.edges());
            Optional<URI> mesh = overrides.mesh().or(() -> written);
            if (mesh.isEmpty() && edges.isEmpty() && !members.has("edges") && !members.has("url")) {
                problems.at(node, "nobody to ask: give \"mesh\", \"edges\" or \"url\"");
            }
            Optional<String> bearer = members.parsed("bearer", TargetReader::bearer);
            return new Target(mesh, edges, bearer);
        }
    }

    /** Scheme, host and port alone. */
    public static URI url(String text) {
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException broken) {
            url = URI.create("");
        }
        boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        boolean bare = url.getRawPath() == null
                || url.getRawPath().isEmpty()
                || url.getRawPath().equals("/");
        if (!web || url.getHost() == null || !bare || url.getRawQuery() != null || url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("\"" + text
                    + "\" is no address: http or https, a host and maybe a port, such as http://127.0.0.1:8091");
        }
        return URI.create(url.getScheme() + "://" + url.getRawAuthority());
    }

    /** Tokens do not belong into files that are kept, so one may be taken from the environment. */
    private static String bearer(String text) {
        if (!text.startsWith("$")) {
            return text;
        }
        String value = System.getenv(text.substring(1));
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("the environment has no variable " + text.substring(1));
        }
        return value;
    }
}

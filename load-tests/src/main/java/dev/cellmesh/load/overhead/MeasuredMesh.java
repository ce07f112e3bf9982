package dev.cellmesh.load.overhead;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is measured: a mesh of its own, with one cell a region as processes and no distance, and the bare server beside it.
 * Everything is new, temporary, and gone at the end. Blocks.
 */
final class MeasuredMesh implements AutoCloseable {
    /** The tenant that every mesh begins with at its first region. */
    static final String TENANT = "acme";

    /** Another one there. */
    static final String OTHER_TENANT = "umbrella";

    private static final int BASE_FIRST = 14_080;
    private static final int BASE_STEP = 800;
    private static final int BASE_TRIES = 6;
    /** What a mesh of one cell a region listens on, from its base; its own command checks the rest. */
    private static final int[] OFFSETS = {0, 1, 2, 10, 11, 20, 101, 201, 301, 501};

    private static final int MESH_API = 11;
    private static final int UNLIMITED = 10_000_000;
    /** A build comes first when something was changed. */
    private static final int START_SECONDS_MAX = 600;

    private static final Duration ANSWER_MAX = Duration.ofSeconds(20);
    private static final long TOKEN_SECONDS = 12 * 3_600;
    private static final long OPENING_BALANCE = 1_000_000_000_000L;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER_MAX).build();
    private final Path data;
    private final int base;
    private final Child mesh;
    private final Child bare;
    private final JsonNode status;
    private final String token;

    private MeasuredMesh(Path data, int base, Child mesh, Child bare) throws IOException, InterruptedException {
        this.data = data;
        this.base = base;
        this.mesh = mesh;
        this.bare = bare;
        this.status = JSON.readTree(expect(200, request("http://127.0.0.1:" + (base + MESH_API) + "/status")));
        this.token = token(TENANT);
        limit(TENANT, "unlimited", UNLIMITED);
    }

    private String mint(String whose) throws IOException, InterruptedException {
        return JSON.readTree(expect(
                        201,
                        request("http://127.0.0.1:" + (base + MESH_API) + "/tokens")
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{" + whose + ",\"validSeconds\":" + TOKEN_SECONDS + "}"))))
                .path("token")
                .asText();
    }

    /**
     * Gives a tenant another plan; its cells hear of it in a moment. What is measured is what a cell can do, not what its tenant
     * may: it limits as always, far above that.
     *
     * @param requests a second, and at once
     */
    void limit(String tenant, String plan, int requests) throws IOException, InterruptedException {
        String admin = mint("\"roles\":[\"admin\"]");
        String url = status.path("controlPlane").path("url").asText() + "/v1/admin/tenants/" + tenant;
        String seen = JSON.readTree(expect(200, request(url).header("Authorization", "Bearer " + admin)))
                .path("etag")
                .asText();
        expect(
                200,
                request(url + "/plan")
                        .header("Authorization", "Bearer " + admin)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "overhead-plan-" + tenant)
                        .header("If-Match", seen)
                        .PUT(HttpRequest.BodyPublishers.ofString("{\"name\":\"" + plan + "\",\"requestsPerSecond\":"
                                + requests + ",\"burst\":" + requests + "}")));
    }

    String token(String tenant) throws IOException, InterruptedException {
        return mint("\"tenant\":\"" + tenant + "\",\"roles\":[]");
    }

    /**
     * @param root of the repository, where {@code infra/mesh} is
     * @throws IOException when it cannot be brought up; nothing is left of it then
     */
    static MeasuredMesh start(Path root) throws IOException, InterruptedException {
        String command = root.resolve("infra/mesh").toString();
        int base = freeBase();
        Path data = Files.createTempDirectory("cellmesh-overhead-");
        Child mesh = null;
        Child bare = null;
        try {
            mesh = Child.start(
                    "mesh",
                    root,
                    List.of(
                            command,
                            "up",
                            "--processes",
                            "--cells",
                            "1",
                            "--wan",
                            "off",
                            "--data",
                            data.resolve("mesh").toString(),
                            "--port-base",
                            Integer.toString(base),
                            // As the bare server runs: nodes of a mesh for trying out start fast, and run slower.
                            "--node-java-options=-XX:TieredStopAtLevel=4"),
                    "READY",
                    START_SECONDS_MAX);
            bare = Child.start(
                    "baseline",
                    root,
                    List.of(command, "baseline", "--port", "0", "--port-base", Integer.toString(base)),
                    "LISTENING",
                    START_SECONDS_MAX);
            return new MeasuredMesh(data, base, mesh, bare);
        } catch (IOException | InterruptedException | RuntimeException e) {
            stop(data, mesh, bare);
            throw e;
        }
    }

    int port(Subject subject) {
        return switch (subject) {
            case BARE -> Integer.parseInt(bare.readyLine().substring("LISTENING ".length()));
            case CELL -> URI.create(node("cells").path("url").asText()).getPort();
            case EDGE_AND_CELL -> base;
        };
    }

    /** The processes that serve it, without the databases. */
    List<Long> servers(Subject subject) {
        long cell = node("cells").path("pid").asLong();
        return switch (subject) {
            case BARE -> List.of(bare.pid());
            case CELL -> List.of(cell);
            case EDGE_AND_CELL -> List.of(node("edges").path("pid").asLong(), cell);
        };
    }

    /** Below it all of the mesh's PostgreSQL servers work. */
    Path databases() {
        return data;
    }

    String token() {
        return token;
    }

    /** Ids of new accounts with far more money than a measurement moves. */
    List<String> openAccounts(int count) throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(JSON.readTree(expect(
                            201,
                            request("http://127.0.0.1:" + base + "/v1/tenants/" + TENANT + "/accounts")
                                    .header("Authorization", "Bearer " + token)
                                    .header("Content-Type", "application/json")
                                    .header("Idempotency-Key", "overhead-account-" + i)
                                    .POST(HttpRequest.BodyPublishers.ofString(
                                            "{\"currency\":\"EUR\",\"openingBalance\":" + OPENING_BALANCE + "}"))))
                    .path("data")
                    .path("id")
                    .asText());
        }
        return ids;
    }

    /** Of the first region, which is the tenant's. */
    private JsonNode node(String kind) {
        return status.path(kind).path(0);
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(ANSWER_MAX);
    }

    private String expect(int wanted, HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != wanted) {
            throw new IOException(answer.uri() + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    private static int freeBase() throws IOException {
        for (int i = 0; i < BASE_TRIES; i++) {
            int base = BASE_FIRST + i * BASE_STEP;
            if (isFree(base)) {
                return base;
            }
        }
        throw new IOException("no free ports were found for a mesh");
    }

    private static boolean isFree(int base) {
        for (int offset : OFFSETS) {
            try (ServerSocket taken = new ServerSocket(base + offset, 1, InetAddress.getLoopbackAddress())) {
                taken.setReuseAddress(true);
            } catch (IOException inUse) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        http.close();
        stop(data, mesh, bare);
    }

    private static void stop(Path data, Child mesh, Child bare) throws IOException {
        if (bare != null) {
            bare.close();
        }
        if (mesh != null) {
            mesh.close();
        }
        try (Stream<Path> all = Files.walk(data)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}

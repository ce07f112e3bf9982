package dev.cellmesh.local.cli;

import dev.cellmesh.local.mesh.Mesh;
import dev.cellmesh.local.mesh.MeshOptions;
import dev.cellmesh.local.mesh.MeshProgress;
import java.io.PrintStream;

/** What does a person see while a mesh comes up and goes down? One line a part, with its time. */
final class Progress implements MeshProgress {
    private final PrintStream out;
    private final long beganNanos = System.nanoTime();

    Progress(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void part(String name, long millis) {
        out.printf("  %-44s %6.2f s%n", name, millis / 1e3);
    }

    @Override
    public synchronized void note(String line) {
        out.println(line);
    }

    void ready(Mesh mesh) {
        MeshOptions options = mesh.options();
        out.printf("READY in %.1f s%n%n", (System.nanoTime() - beganNanos) / 1e9);
        MeshOptions.REGIONS.forEach(region ->
                out.printf("  edge %-18s http://%s%n", region, mesh.ports().edge(region)));
        out.printf("  %-23s http://%s%n", "control plane", mesh.ports().controlPlane());
        out.printf("  %-23s %s%n", "data and logs", mesh.folder());
        String portBase =
                options.portBase() == MeshOptions.PORT_BASE_DEFAULT ? "" : " --port-base " + options.portBase();
        out.printf("%nTry:%n  TOKEN=$(./infra/mesh token --tenant acme%s)%n", portBase);
        out.printf(
                "  curl -i -X POST http://%s/v1/tenants/acme/accounts \\%n",
                mesh.ports().edge(MeshOptions.REGIONS.getFirst()));
        out.printf("    -H \"Authorization: Bearer $TOKEN\" -H 'Idempotency-Key: \"first\"' \\%n");
        out.printf("    -H 'Content-Type: application/json' -d '{\"currency\":\"EUR\",\"openingBalance\":10000}'%n");
        out.printf("%nCtrl-C stops it.%n");
        out.flush();
    }
}

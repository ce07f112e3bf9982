package dev.cellmesh.local.mesh;

import dev.cellmesh.runtime.node.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Can a mesh come up here at all? Asked before anything is started, so that a refusal leaves nothing behind. */
final class Preflight {
    /** Twelve servers with their first write-ahead log, and room to work. */
    static final long DISK_BYTES_MIN = 1_500L << 20;

    private Preflight() {}

    static void check(PortPlan ports, Path folder) {
        List<Integer> taken = new ArrayList<>();
        for (Endpoint endpoint : ports.all()) {
            if (isTaken(endpoint)) {
                taken.add(endpoint.port());
            }
        }
        if (!taken.isEmpty()) {
            throw new RefusedException((taken.size() == 1 ? "port " + taken.getFirst() + " is" : list(taken) + " are")
                    + " taken. Stop what listens there, or move every port with --port-base (now " + ports.base()
                    + ").");
        }
        checkDisk(folder);
    }

    private static void checkDisk(Path folder) {
        try {
            long usable = Files.getFileStore(folder).getUsableSpace();
            if (usable < DISK_BYTES_MIN) {
                throw new RefusedException("the disk of " + folder + " has " + (usable >> 20)
                        + " MiB left, and the databases need " + (DISK_BYTES_MIN >> 20)
                        + " MiB. Free some, or name another folder with --data.");
            }
        } catch (IOException e) {
            throw new RefusedException("the folder " + folder + " cannot be used: " + e.getMessage());
        }
    }

    private static String list(List<Integer> ports) {
        String first =
                String.join(", ", ports.stream().limit(5).map(String::valueOf).toList());
        return ports.size() > 5 ? first + " and " + (ports.size() - 5) + " more" : first;
    }

    static boolean isTaken(Endpoint endpoint) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(endpoint.host()), endpoint.port()));
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}

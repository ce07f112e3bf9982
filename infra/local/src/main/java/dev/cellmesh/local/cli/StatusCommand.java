package dev.cellmesh.local.cli;

import dev.cellmesh.local.mesh.MeshClient;
import dev.cellmesh.local.mesh.MeshStatus;
import dev.cellmesh.local.mesh.MeshStatus.MemberStatus;
import dev.cellmesh.local.mesh.MeshStatus.NodeStatus;
import dev.cellmesh.local.mesh.MeshStatus.RingStatus;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows every part of the running mesh. Exit code 0: all ready; 1: not all.")
final class StatusCommand implements Callable<Integer> {
    @Option(names = "--json", description = "For scripts.")
    boolean json;

    @Mixin
    PortBase portBase;

    @Override
    public Integer call() {
        MeshStatus status = new MeshClient(portBase.value).status();
        if (json) {
            System.out.println(status.toJson());
        } else {
            print(status);
        }
        return status.ready() ? 0 : 1;
    }

    private static void print(MeshStatus status) {
        System.out.printf(
                "%s for %d s, WAN %s, %s, %d MiB in all%n%n",
                status.ready() ? "ready" : "NOT READY",
                status.uptimeSeconds(),
                status.wan() ? "on" : "off",
                status.processes() ? "a process a node" : "one JVM",
                status.residentBytes() >> 20);
        System.out.printf("%-22s %-10s %-32s %s%n", "NODE", "STATE", "URL", "HEALTH AND METRICS");
        print(List.of(status.controlPlane()));
        print(status.edges());
        print(status.cells());
        System.out.printf(
                "%n%-16s %-16s %-8s %-8s %12s %10s%n", "RING", "REGION", "ROLE", "STATE", "LAG BYTES", "LAG MS");
        for (RingStatus ring : status.rings()) {
            for (MemberStatus member : ring.members()) {
                System.out.printf(
                        "%-16s %-16s %-8s %-8s %12s %10s%n",
                        ring.ring(),
                        member.region(),
                        member.role(),
                        state(member),
                        known(member.lagBytes()),
                        known(member.lagMillis()));
            }
        }
    }

    private static void print(List<NodeStatus> nodes) {
        for (NodeStatus node : nodes) {
            System.out.printf(
                    "%-22s %-10s %-32s %s%n",
                    node.id(),
                    node.ready() ? "ready" : node.running() ? "NOT READY" : "DOWN",
                    node.url(),
                    node.opsUrl() + crashes(node));
        }
    }

    private static String crashes(NodeStatus node) {
        if (node.crashes() == 0) {
            return "";
        }
        String times = "  crashed " + node.crashes() + (node.crashes() == 1 ? " time" : " times");
        return node.restartInMillis() < 0
                ? times
                : times + ", back in " + Math.ceilDiv(node.restartInMillis(), 1_000) + " s";
    }

    private static String state(MemberStatus member) {
        if (!member.up()) {
            return "DOWN";
        }
        return member.connected() ? "up" : "CUT OFF";
    }

    private static String known(long value) {
        return value < 0 ? "?" : Long.toString(value);
    }
}

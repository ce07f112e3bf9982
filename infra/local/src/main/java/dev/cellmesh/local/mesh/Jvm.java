package dev.cellmesh.local.mesh;

import java.lang.management.ManagementFactory;
import java.util.List;

/** Which options of this JVM does a node's JVM need as well? Those that keep newer JDKs quiet about Netty, and settings. */
final class Jvm {
    private Jvm() {}

    static List<String> inheritedOptions() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--enable-native-access")
                        || option.startsWith("--sun-misc-unsafe-memory-access")
                        || option.startsWith("-Dlogback."))
                .toList();
    }
}

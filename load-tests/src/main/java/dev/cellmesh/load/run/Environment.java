package dev.cellmesh.load.run;

import dev.cellmesh.load.scenario.Scenario;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where was it measured? Figures without it mean nothing. */
public final class Environment {
    private Environment() {}

    /** Machine and JVM; no names of hosts or people. */
    public static Map<String, String> ofProcess(Vertx vertx) {
        Map<String, String> about = new LinkedHashMap<>();
        Runtime runtime = Runtime.getRuntime();
        about.put("system", property("os.name") + " " + property("os.version") + " " + property("os.arch"));
        processor().ifPresent(model -> about.put("processor", model));
        about.put("cores", Integer.toString(runtime.availableProcessors()));
        about.put("JVM", property("java.vm.name") + " " + property("java.runtime.version"));
        about.put(
                "collector",
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .map(GarbageCollectorMXBean::getName)
                        .collect(Collectors.joining(", ")));
        about.put("heap", (runtime.maxMemory() >> 20) + " MiB at most");
        about.put("transport", vertx.isNativeTransportEnabled() ? "native" : "NIO");
        return about;
    }

    static Map<String, String> of(Vertx vertx, Scenario scenario) {
        Map<String, String> about = ofProcess(vertx);
        scenario.target().mesh().ifPresent(mesh -> about.put("mesh", mesh.toString()));
        scenario.target().edges().forEach((region, edge) -> about.put("edge " + region, edge.toString()));
        about.put("protocol", scenario.client().http2() ? "HTTP/2" : "HTTP/1.1");
        about.put("connections", scenario.client().connectionsMax() + " at most to each edge");
        return about;
    }

    private static String property(String name) {
        return System.getProperty(name, "?");
    }

    private static Optional<String> processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException elsewhere) {
            return Optional.empty();
        }
    }
}

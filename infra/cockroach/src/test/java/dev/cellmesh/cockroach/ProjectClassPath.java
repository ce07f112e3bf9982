package dev.cellmesh.cockroach;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** What do the project's own modules consist of, as they run? Jars, or folders of classes, of the class path. */
final class ProjectClassPath {
    private static final String OWN = "dev/cellmesh/";

    /** By their names inside the modules, such as {@code dev/cellmesh/model/Region.class}. */
    private final TreeMap<String, byte[]> files = new TreeMap<>();

    private ProjectClassPath() {}

    static ProjectClassPath read() {
        ProjectClassPath read = new ProjectClassPath();
        try {
            Path here = Path.of(ProjectClassPath.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .getPath())
                    .toRealPath();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                Path path = Path.of(entry);
                if (Files.isDirectory(path) && !path.toRealPath().equals(here)) {
                    read.addFolder(path);
                } else if (Files.isRegularFile(path)) {
                    read.addJar(path);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read;
    }

    List<String> names(Predicate<String> wanted) {
        return files.keySet().stream().filter(wanted).toList();
    }

    byte[] bytes(String name) {
        return files.get(name);
    }

    private void addFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder.resolve(OWN))) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : all) {
            files.put(folder.relativize(file).toString().replace(File.separatorChar, '/'), Files.readAllBytes(file));
        }
    }

    private void addJar(Path path) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            if (jar.getEntry(OWN) == null) {
                return;
            }
            List<JarEntry> all = new ArrayList<>();
            for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                all.add(entries.nextElement());
            }
            for (JarEntry entry : all) {
                if (!entry.isDirectory()) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        files.put(entry.getName(), in.readAllBytes());
                    }
                }
            }
        }
    }
}

package dev.cellmesh.local.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeshFolderTest {
    @TempDir
    Path parent;

    private static MeshFolder open(Path path) {
        return MeshFolder.open(Optional.of(path), null);
    }

    @Test
    void aNewOneIsMadeAndAnEmptyOneIsTaken() throws IOException {
        open(parent.resolve("a/new")).close();
        open(Files.createDirectories(parent.resolve("empty"))).close();
        assertThat(parent.resolve("a/new")).isDirectory();
    }

    @Test
    void aFreshFileSystemIsEmptyEnough() throws IOException {
        Files.createDirectories(parent.resolve("lost+found"));
        open(parent).close();
    }

    @Test
    void oneThatAMeshMadeIsTakenAgainWhateverElseCameThere() throws IOException {
        Path path = parent.resolve("kept");
        open(path).close();
        Files.writeString(path.resolve("notes"), "mine");
        open(path).close();
    }

    @Test
    void oneOfOtherThingsIsRefusedAndLeftAlone() throws IOException {
        Files.writeString(parent.resolve("notes"), "mine");
        assertThatThrownBy(() -> open(parent)).isInstanceOf(RefusedException.class);
        assertThat(parent).isDirectoryContaining("glob:**/notes").isDirectoryNotContaining("glob:**/mesh.lock");
    }

    @Test
    void aFileIsRefused() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "x");
        assertThatThrownBy(() -> open(file)).isInstanceOf(RefusedException.class);
    }

    @Test
    void aMeshMayGrowInItButNotShrink() {
        try (MeshFolder folder = open(parent.resolve("kept"))) {
            folder.claimFor(2);
            folder.claimFor(2);
            folder.claimFor(4);
            assertThatThrownBy(() -> folder.claimFor(3)).isInstanceOf(RefusedException.class);
        }
    }
}

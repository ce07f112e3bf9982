package dev.cellmesh.local.postgres;

import java.io.IOException;
import java.nio.file.Path;

/** Why can the rings not live in the folder that was given? Nothing in it was changed. */
public final class DataFolderException extends IOException {
    private static final long serialVersionUID = 1L;

    DataFolderException(Path folder, String why) {
        super("cannot use the data folder " + folder + ": " + why);
    }
}

package org.openmso.sample.ehr;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why the system refused a file or directory that the user named, in words. */
final class SystemReason {
    private SystemReason() {}

    /** Goes on after "cannot be written: "; ends without a full stop. */
    static String of(IOException failure) {
        if (failure instanceof FileAlreadyExistsException there) {
            return "there is a file of that name, " + there.getFile();
        }
        if (failure instanceof AccessDeniedException) {
            return "this process may not";
        }
        if (failure instanceof NoSuchFileException gone) {
            return "there is no " + gone.getFile();
        }
        if (failure instanceof NotDirectoryException file) {
            return file.getFile() + " is no directory";
        }
        String words =
                failure instanceof FileSystemException system
                        ? system.getReason()
                        : failure.getMessage();
        return words == null || words.isBlank() ? failure.getClass().getSimpleName() : words;
    }
}

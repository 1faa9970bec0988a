package org.openmso.api.host;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Where finished interchanges go. Implemented by hosts: a directory, a queue to a clearinghouse.
 */
@ConsumerType
public interface InterchangeTarget {
    /**
     * Begins an interchange. Nothing of it may be seen by its readers before {@link
     * Interchange#commit}.
     *
     * @param name a file name: letters, digits, hyphen and dot, for example {@code
     *     oak-street-000000001.837}
     */
    Interchange create(String name) throws IOException;

    /** An interchange being written. Closing without a commit discards it. */
    @ConsumerType
    interface Interchange extends Closeable {
        /** Where its bytes go. Not closed by the writer. */
        OutputStream stream();

        /** Makes it whole, durable and visible, in one step. */
        void commit() throws IOException;
    }

    /**
     * Files in a directory, which is created when needed. Each appears by an atomic rename, after
     * its bytes are on disk; an existing file is never overwritten. Until then a file is {@code
     * .NAME.RANDOM.partial}; one that a killed process left behind is deleted when the next target
     * of the directory first creates an interchange.
     */
    static InterchangeTarget directory(Path directory) {
        return new DirectoryTarget(directory);
    }
}

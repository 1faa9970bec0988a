package org.openmso.api.host;

import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Durable counters. A host that runs on several nodes gives one that all of them share; otherwise
 * OpenMSO keeps them in a file of its data directory.
 */
@ConsumerType
@FunctionalInterface
public interface Sequences {
    /**
     * The next number: 1 at first, then one more each time. A number that was returned is never
     * returned again, also after a crash. Called from any thread.
     *
     * @param key names the sequence: practice, capability and sequence, separated by slashes; an
     *     asterisk in place of the practice for a sequence that all practices share
     */
    long next(String key) throws IOException;
}

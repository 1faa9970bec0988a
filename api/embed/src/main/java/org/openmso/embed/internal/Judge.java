package org.openmso.embed.internal;

import java.time.Instant;
import java.util.Optional;

/** Says whether a jar from outside the host may be used. */
@FunctionalInterface
interface Judge {
    /**
     * Refuses it, or not. These very bytes are installed.
     *
     * @param applied when it was accepted before; its certificates are judged by that time
     * @return when the certificate ends by which it is trusted
     */
    Instant judge(String file, byte[] jar, Optional<Instant> applied) throws Refusal;
}

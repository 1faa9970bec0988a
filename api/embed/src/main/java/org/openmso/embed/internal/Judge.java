package org.openmso.embed.internal;

/** Says whether a jar from outside the host may be used. */
@FunctionalInterface
interface Judge {
    /** Refuses it, or not. These very bytes are installed. */
    void judge(String file, byte[] jar) throws Refusal;
}

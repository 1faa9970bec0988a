package org.openmso.fhir;

import java.io.IOException;

/** Takes what a reader finds in an input. */
interface Found {
    /**
     * A resource of a type that intake uses, by itself: a line, or the whole input. Its JSON is
     * whole, unless it is a Claim: that is refused when it is not.
     */
    void alone(byte[] text, int from, int to, String type, Scope scope, Place place)
            throws IOException;

    /**
     * A resource of a type that intake uses, in a Bundle that may still turn out broken.
     *
     * @param scope what of the input it shares its references with
     * @param fullUrl the entry's, or empty
     */
    void inBundle(byte[] text, String type, String fullUrl, Scope scope, Place place)
            throws IOException;

    /** The Bundle was broken: what was found in it does not count. */
    void forget(Scope scope);

    /** Resources read, of any type. */
    void count(long resources);

    /** Something that cannot be used. */
    void unusable(String source, Unusable problem);

    /** What of the inputs is refused and may be a Claim, for the visits' sake. */
    RefusedClaims refused();
}

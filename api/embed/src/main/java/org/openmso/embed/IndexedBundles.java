package org.openmso.embed;

import org.openmso.embed.internal.RunningMso;
import org.openmso.embed.internal.Wanted;

/**
 * Bundles that an index offers, for the operator of a running OpenMSO. Safe from any thread. Each
 * method reads the index anew, and no lock is held while something is fetched.
 *
 * <p>The index is judged like a bundle: by {@link Trust}, as signed. It is refused when it has
 * expired, and when this store of bundles has met a later one of the same publisher; of those that
 * are accepted the highest number is kept. A jar is read to the size that the index states and not
 * further, must have the digest that it states, and then goes the way of {@link Bundles#apply}: its
 * own signature is judged too.
 */
public final class IndexedBundles {
    private final RunningMso running;
    private final BundleIndex index;

    IndexedBundles(RunningMso running, BundleIndex index) {
        this.running = running;
        this.index = index;
    }

    /**
     * What it offers, beside what is there.
     *
     * @throws org.openmso.api.MsoException (MSO-1030 to MSO-1032, MSO-1037, MSO-1050 to MSO-1062)
     *     if the index cannot be read or used; (MSO-1206) when OpenMSO was closed
     */
    public BundleOffers offered() {
        return running.offered(index);
    }

    /**
     * What {@link #apply(String)} would do, and why not. Fetches the jar; changes nothing.
     *
     * @param name the symbolic name
     */
    public SwapPlan plan(String name) {
        return running.plan(index, Wanted.newest(name));
    }

    /**
     * What {@link #apply(String, String)} would do, and why not. Fetches the jar; changes nothing.
     *
     * @param name the symbolic name
     */
    public SwapPlan plan(String name, String version) {
        return running.plan(index, Wanted.exactly(name, version));
    }

    /**
     * Puts the newest version of a bundle into service that can be loaded here, if it is newer than
     * what is there (MSO-1064).
     *
     * @param name the symbolic name
     * @return also refused for what {@link #offered} throws
     * @throws org.openmso.api.MsoException as {@link Bundles#apply}
     */
    public SwapOutcome apply(String name) {
        return running.apply(index, Wanted.newest(name));
    }

    /**
     * Puts this version of a bundle into service, also where a later one is there.
     *
     * @param name the symbolic name
     * @return also refused for what {@link #offered} throws
     * @throws org.openmso.api.MsoException as {@link Bundles#apply}
     */
    public SwapOutcome apply(String name, String version) {
        return running.apply(index, Wanted.exactly(name, version));
    }
}

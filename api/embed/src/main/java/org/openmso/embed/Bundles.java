package org.openmso.embed;

import java.util.List;
import java.util.Objects;
import org.openmso.api.host.NamedInput;
import org.openmso.embed.internal.RunningMso;

/**
 * The bundles of a running OpenMSO, for its operator: which there are, and how one takes another's
 * place while calls go on. Safe from any thread; changes are made one after the other, also over
 * all nodes that share a store.
 *
 * <p>A change goes side by side: the new bundle is installed, started, probed and warmed up beside
 * the old one; then calls are routed to it in one step; then the old one's calls are waited for,
 * and it goes. What fails before that step is taken out again, and the old one never stopped.
 */
public final class Bundles {
    private final RunningMso running;

    Bundles(RunningMso running) {
        this.running = running;
    }

    /** All bundles, by name. */
    public List<BundleStatus> list() {
        return BundleStatus.sorted(running.bundles());
    }

    /** What applying this jar would do, and why not. Reads the jar once; changes nothing. */
    public SwapPlan plan(NamedInput jar) {
        return running.plan(Objects.requireNonNull(jar, "jar"));
    }

    /**
     * Puts this jar into service, in the place of the bundle of its name if there is one. It is
     * kept, and serves after a restart too. Returns when the old bundle is gone, or 30 seconds
     * after its last call should have left.
     *
     * @throws org.openmso.api.MsoException (MSO-1040) on a thread that is inside a call; (MSO-1206)
     *     when OpenMSO was closed
     */
    public SwapOutcome apply(NamedInput jar) {
        return running.apply(Objects.requireNonNull(jar, "jar"));
    }

    /** The bundles that an index offers, to be planned and applied like jars. Reads nothing yet. */
    public IndexedBundles from(BundleIndex index) {
        return new IndexedBundles(running, Objects.requireNonNull(index, "index"));
    }

    /**
     * Takes a bundle out. If an operator had applied it over one of the host's own, the host's own
     * comes back. Refused (MSO-1034) where a tier in use would then lack a capability.
     *
     * @param name the symbolic name
     * @throws org.openmso.api.MsoException as {@link #apply}
     */
    public SwapOutcome remove(String name) {
        return running.remove(Objects.requireNonNull(name, "name"), false);
    }

    /**
     * The same, also where tiers in use include what it provides: from then on their practices'
     * calls get {@code CapabilityUnavailable} (MSO-1203). The registry is never taken out.
     *
     * @param name the symbolic name
     * @throws org.openmso.api.MsoException as {@link #apply}
     */
    public SwapOutcome removeInUse(String name) {
        return running.remove(Objects.requireNonNull(name, "name"), true);
    }

    /**
     * Brings the host's own bundle of a name back, whether it was removed or another is applied
     * over it. Applying the very jar of the distribution does the same; it needs no signature.
     *
     * @param name the symbolic name
     * @return refused (MSO-1036) if the host has none of this name
     * @throws org.openmso.api.MsoException as {@link #apply}
     */
    public SwapOutcome restore(String name) {
        return running.restore(Objects.requireNonNull(name, "name"));
    }

    /** What was done, oldest first. */
    public List<SwapRecord> history() {
        return running.history();
    }
}

package org.openmso.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.openmso.api.Problem;
import org.openmso.api.billing.ClaimSink;
import org.openmso.api.billing.ProfessionalClaim;

/** A sink that keeps what it is handed, and on which thread. */
public final class RecordedClaims implements ClaimSink {
    /**
     * A claim as it was handed over.
     *
     * @param claim the claim, which may be null when its reader is wrong
     * @param problems the warnings, or why it is blocked; may be null when its reader is wrong
     * @param blocked whether it came as blocked
     * @param thread on which thread
     */
    public record Handed(
            ProfessionalClaim claim, List<Problem> problems, boolean blocked, Thread thread) {}

    private final List<Handed> handed = Collections.synchronizedList(new ArrayList<>());

    /** A sink that holds nothing yet. */
    public RecordedClaims() {}

    /** All that was handed over, in order. */
    public List<Handed> handed() {
        synchronized (handed) {
            return List.copyOf(handed);
        }
    }

    /** The claims that are not blocked, in order. */
    public List<ProfessionalClaim> claims() {
        return handed().stream().filter(it -> !it.blocked()).map(Handed::claim).toList();
    }

    /** The claims that are blocked, in order. */
    public List<ProfessionalClaim> blocked() {
        return handed().stream().filter(Handed::blocked).map(Handed::claim).toList();
    }

    @Override
    public void claim(ProfessionalClaim claim, List<Problem> warnings) {
        handed.add(new Handed(claim, warnings, false, Thread.currentThread()));
    }

    @Override
    public void blocked(ProfessionalClaim claim, List<Problem> problems) {
        handed.add(new Handed(claim, problems, true, Thread.currentThread()));
    }
}

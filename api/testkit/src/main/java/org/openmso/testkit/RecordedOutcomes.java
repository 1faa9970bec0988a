package org.openmso.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.openmso.api.billing.ClaimOutcome;
import org.openmso.api.billing.ClaimOutcome.Status;
import org.openmso.api.billing.OutcomeListener;

/** A listener that keeps what became of each claim, and on which threads it heard it. */
public final class RecordedOutcomes implements OutcomeListener {
    private final List<ClaimOutcome> heard = Collections.synchronizedList(new ArrayList<>());
    private final Set<Thread> threads = Collections.synchronizedSet(new LinkedHashSet<>());

    /** A listener that has heard nothing yet. */
    public RecordedOutcomes() {}

    /** All outcomes, in order; one is null when billing said null. */
    public List<ClaimOutcome> all() {
        synchronized (heard) {
            return Collections.unmodifiableList(new ArrayList<>(heard));
        }
    }

    /** The outcomes of claims in an interchange. */
    public List<ClaimOutcome> ready() {
        return all().stream().filter(it -> it.status() == Status.READY).toList();
    }

    /** The outcomes of claims that are not. */
    public List<ClaimOutcome> blocked() {
        return all().stream().filter(it -> it.status() == Status.BLOCKED).toList();
    }

    /** The claims' numbers, in order. */
    public List<String> claims() {
        return all().stream().map(ClaimOutcome::claim).toList();
    }

    /** The threads on which it heard them. */
    public Set<Thread> threads() {
        synchronized (threads) {
            return Set.copyOf(threads);
        }
    }

    @Override
    public void decided(ClaimOutcome outcome) {
        threads.add(Thread.currentThread());
        heard.add(outcome);
    }
}

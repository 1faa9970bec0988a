package org.openmso.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.openmso.api.Problem;
import org.openmso.api.fhir.IntakeListener;

/** A listener that keeps what it hears of a reading, and on which threads. */
public final class RecordedIntake implements IntakeListener {
    /**
     * An input, or a line of it, that could not be used.
     *
     * @param input the input's name
     * @param problem what is wrong; may be null when the reader is wrong
     */
    public record Unusable(String input, Problem problem) {}

    /**
     * How far a reading was.
     *
     * @param input the input's name
     * @param bytes how much of it was read
     */
    public record Progress(String input, long bytes) {}

    private final List<Unusable> unusable = Collections.synchronizedList(new ArrayList<>());
    private final List<Progress> progress = Collections.synchronizedList(new ArrayList<>());
    private final Set<Thread> threads = Collections.synchronizedSet(new LinkedHashSet<>());

    /** A listener that has heard nothing yet. */
    public RecordedIntake() {}

    /** What could not be used, in order. */
    public List<Unusable> unusable() {
        synchronized (unusable) {
            return List.copyOf(unusable);
        }
    }

    /** How far reading was, in order. */
    public List<Progress> progress() {
        synchronized (progress) {
            return List.copyOf(progress);
        }
    }

    /** The threads on which it heard them. */
    public Set<Thread> threads() {
        synchronized (threads) {
            return Set.copyOf(threads);
        }
    }

    @Override
    public void unusable(String input, Problem problem) {
        threads.add(Thread.currentThread());
        unusable.add(new Unusable(input, problem));
    }

    @Override
    public void progress(String input, long bytes) {
        threads.add(Thread.currentThread());
        progress.add(new Progress(input, bytes));
    }
}

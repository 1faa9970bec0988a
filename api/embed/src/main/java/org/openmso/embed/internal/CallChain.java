package org.openmso.embed.internal;

import java.util.Arrays;
import java.util.Set;
import org.openmso.embed.internal.Gate.Pass;

/**
 * The calls that a thread is inside, outermost first; also what a generated facade holds during its
 * call. A call chain that entered a capability before it was replaced stays with that generation
 * until it is out; and who wants to replace a bundle must not be inside one, or it would wait for
 * itself.
 */
final class CallChain {
    private static final ThreadLocal<CallChain> OF_THREAD = ThreadLocal.withInitial(CallChain::new);

    /** Which of the leases' counters this thread counts on. */
    private final int stripe = Leases.stripeOf(Thread.currentThread());

    /** Grows; {@link Gate} writes to it, too, through {@link #roomForOneMore}. */
    private Pass[] inside = new Pass[8];

    /** For {@link Gate}, too: once it has a lease, it calls no method that may lack stack. */
    int depth;

    /**
     * Whose call this thread is on, if it is one of ours: what the caller is inside. The first of
     * this thread's own passes then stands for that call; the lease is not this chain's.
     */
    private HandOver from;

    /** The last fault that was laid at a bundle's door. */
    private Throwable blamed;

    private CallChain() {}

    static CallChain ofThread() {
        return OF_THREAD.get();
    }

    int stripe() {
        return stripe;
    }

    void push(Pass pass) {
        roomForOneMore()[depth] = pass;
        depth++;
    }

    /** Where the next pass goes, at {@link #depth}. */
    Pass[] roomForOneMore() {
        return depth < inside.length ? inside : grown();
    }

    private Pass[] grown() {
        inside = Arrays.copyOf(inside, 2 * depth);
        return inside;
    }

    boolean isEmpty() {
        return depth == 0;
    }

    /** Whether this thread is inside any call of one OpenMSO; a host may run several. */
    boolean isInside(Switchboard board) {
        for (int at = 0; at < depth; at++) {
            if (inside[at].board() == board) {
                return true;
            }
        }
        return from != null && from.isInside(board);
    }

    /** Whether whoever waited for this thread's call has left. */
    boolean isOver() {
        return from != null && from.isOver();
    }

    /** The bundle's service for the innermost call. Called by generated facades. */
    Object service() {
        return inside[depth - 1].service();
    }

    /** How many calls this thread is inside. Called by generated facades on their way in. */
    int depth() {
        return depth;
    }

    /**
     * A call threw this, and gives its lease back. Called by generated facades.
     *
     * @param at the depth that it was at
     */
    void failed(Throwable thrown, int at) {
        try {
            if (FailureWatch.isFailure(thrown)) {
                blame(inside[at - 1], Origin.first(thrown));
            }
        } catch (StackOverflowError | OutOfMemoryError e) {
            // The caller hears what the bundle threw; that it is not counted is the lesser harm.
            return;
        } finally {
            exit(at);
            if (depth == 0) {
                blamed = null;
            }
        }
    }

    /** Each fault counts once, for whom it is the fault of, however many calls it passes. */
    private void blame(Pass failed, Throwable first) {
        if (first == blamed) {
            return;
        }
        Set<ClassLoader> others = failed.board().loaders();
        for (int each = 0; each < depth; each++) {
            others.add(inside[each].generation().loader());
        }
        if (from != null) {
            from.addLoaders(others);
        }
        if (Origin.isOf(first, failed.generation().loader(), others)) {
            blamed = first;
            failed.generation().failed();
        }
    }

    /** The same was blamed on another thread that this one waited for. */
    void blamed(Throwable first) {
        blamed = first;
    }

    /**
     * A call gives its lease back, and so does each within it that had not the stack left to do so
     * itself: a thread must not stay inside for ever. Called by generated facades.
     *
     * @param at the depth that it was at
     */
    void exit(int at) {
        if (depth == at) {
            Pass[] passes = inside;
            passes[at - 1].generation().exit(stripe);
            passes[at - 1] = null;
            depth = at - 1;
        } else {
            unwind(at);
        }
    }

    private void unwind(int at) {
        while (depth >= at) {
            inside[depth - 1].generation().exit(stripe);
            inside[--depth] = null;
        }
    }

    /** The innermost generation of a contract that this thread is inside; null if none. */
    Generation holding(Switchboard board, Class<?> contract) {
        for (int at = depth - 1; at >= ofOthers(); at--) {
            if (inside[at].isOf(board, contract)) {
                return inside[at].generation();
            }
        }
        return from == null ? null : from.holding(board, contract);
    }

    /** How many calls of a contract this thread is inside. */
    int times(Switchboard board, Class<?> contract) {
        int times = from == null ? 0 : from.times(board, contract);
        for (int at = ofOthers(); at < depth; at++) {
            if (inside[at].isOf(board, contract)) {
                times++;
            }
        }
        return times;
    }

    private int ofOthers() {
        return from == null ? 0 : 1;
    }

    /** What another thread needs to go on with this chain. */
    HandOver handOver() {
        return new HandOver(from, Arrays.copyOfRange(inside, ofOthers(), depth));
    }

    /** Runs a generation's work on a thread of ours, as part of the chain that handed it over. */
    static <T> T within(HandOver from, Generation generation, Work<T> work) throws Throwable {
        CallChain own = ofThread();
        try {
            own.push(new Pass(from.board(), null, generation, null));
            own.from = from;
            return work.run();
        } finally {
            from.blamed = own.blamed;
            own.blamed = null;
            own.from = null;
            own.exit(2);
            own.inside[0] = null;
            own.depth = 0;
        }
    }

    /** What runs within a chain. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws Throwable;
    }
}

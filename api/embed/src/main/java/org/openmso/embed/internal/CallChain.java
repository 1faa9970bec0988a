package org.openmso.embed.internal;

import java.util.Arrays;
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

    private Pass[] inside = new Pass[8];
    private int depth;

    private CallChain() {}

    static CallChain ofThread() {
        return OF_THREAD.get();
    }

    int stripe() {
        return stripe;
    }

    void push(Pass pass) {
        if (depth == inside.length) {
            inside = Arrays.copyOf(inside, 2 * depth);
        }
        inside[depth++] = pass;
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
        return false;
    }

    /** The bundle's service for the innermost call. Called by generated facades. */
    Object service() {
        return inside[depth - 1].service();
    }

    /** The innermost call threw this; it exits next. Called by generated facades. */
    void failed(Throwable thrown) {
        inside[depth - 1].generation().failed(thrown);
    }

    /** The innermost call gives its lease back. Called by generated facades. */
    void exit() {
        int top = --depth;
        Pass pass = inside[top];
        inside[top] = null;
        pass.generation().exit(stripe);
    }

    /** The innermost generation of a contract that this thread is inside; null if none. */
    Generation holding(Switchboard board, Class<?> contract) {
        for (int at = depth - 1; at >= 0; at--) {
            Generation generation = inside[at].generation();
            if (inside[at].board() == board && generation.contract() == contract) {
                return generation;
            }
        }
        return null;
    }

    /** How many calls of a contract this thread is inside. */
    int times(Switchboard board, Class<?> contract) {
        int times = 0;
        for (int at = 0; at < depth; at++) {
            if (inside[at].board() == board && inside[at].generation().contract() == contract) {
                times++;
            }
        }
        return times;
    }

    /** What another thread needs to go on with this chain. */
    Pass[] copy() {
        return Arrays.copyOf(inside, depth);
    }

    /** Runs work as part of another thread's chain, which waits meanwhile and keeps its leases. */
    static <T> T within(Pass[] chain, Work<T> work) throws Throwable {
        CallChain own = ofThread();
        for (Pass pass : chain) {
            own.push(pass);
        }
        try {
            return work.run();
        } finally {
            Arrays.fill(own.inside, own.depth - chain.length, own.depth, null);
            own.depth -= chain.length;
        }
    }

    /** What runs within a chain. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws Throwable;
    }
}

package org.openmso.embed.internal;

import java.util.Arrays;

/**
 * The calls that a thread is inside, outermost first. A call chain that entered a capability before
 * it was replaced stays with that generation until it is out; and who wants to replace a bundle
 * must not be inside one, or it would wait for itself.
 */
final class CallChain {
    private static final ThreadLocal<CallChain> OF_THREAD = ThreadLocal.withInitial(CallChain::new);

    private Generation[] inside = new Generation[8];
    private int depth;

    private CallChain() {}

    static CallChain ofThread() {
        return OF_THREAD.get();
    }

    void push(Generation generation) {
        if (depth == inside.length) {
            inside = Arrays.copyOf(inside, 2 * depth);
        }
        inside[depth++] = generation;
    }

    void pop() {
        inside[--depth] = null;
    }

    boolean isEmpty() {
        return depth == 0;
    }

    /** The innermost generation of a contract that this thread is inside; null if none. */
    Generation holding(Class<?> contract) {
        for (int at = depth - 1; at >= 0; at--) {
            if (inside[at].contract() == contract) {
                return inside[at];
            }
        }
        return null;
    }

    /** What another thread needs to go on with this chain. */
    Generation[] copy() {
        return Arrays.copyOf(inside, depth);
    }

    /** Runs work as part of another thread's chain, which waits meanwhile. */
    static <T> T within(Generation[] chain, Work<T> work) throws Throwable {
        CallChain own = ofThread();
        for (Generation generation : chain) {
            own.push(generation);
        }
        try {
            return work.run();
        } finally {
            for (int i = 0; i < chain.length; i++) {
                own.pop();
            }
        }
    }

    /** What runs within a chain. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws Throwable;
    }
}

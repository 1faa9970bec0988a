package org.openmso.embed.internal;

/**
 * Refuses those who come at the brink of their stack, before something is done that must be undone
 * again: undoing it calls methods, and these need stack too.
 */
final class StackLeft {
    /** Some kilobytes: what is undone takes a dozen calls. A compiled call takes 16 bytes. */
    private static final int CALLS = 256;

    private StackLeft() {}

    /**
     * Takes less than a microsecond.
     *
     * @throws StackOverflowError if little stack is left
     */
    static void require() {
        descend(CALLS);
    }

    /** No loop, on purpose. */
    private static int descend(int calls) {
        return calls == 0 ? 0 : descend(calls - 1) + 1;
    }
}

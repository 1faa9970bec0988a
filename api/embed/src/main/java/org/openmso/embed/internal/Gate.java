package org.openmso.embed.internal;

import java.lang.ref.WeakReference;
import org.openmso.api.Actor;
import org.openmso.api.Practice;
import org.openmso.api.registry.RegistrySnapshot;

/**
 * What a facade passes on every call: is the capability in the practice's tier now, and who
 * provides it now? The answer is remembered together with the state it was drawn from, and drawn
 * again when that state was replaced: a call in the steady state reads two volatile fields and no
 * map.
 */
final class Gate {
    /**
     * So often may a call chain be inside one contract. A host that calls from within a callback
     * nests twice or so; bundles that call each other in a circle would nest without end.
     */
    static final int MOST_NESTED = 4;

    private final Switchboard board;
    private final Class<?> contract;
    private final String capability;
    private final String practiceId;
    private final Actor actor;

    /** The state keeps the pass; when the state goes, pass, service and bundle can go. */
    private volatile WeakReference<Pass> pass = new WeakReference<>(null);

    Gate(Switchboard board, Class<?> contract, String capability, String practiceId, Actor actor) {
        this.board = board;
        this.contract = contract;
        this.capability = capability;
        this.practiceId = practiceId;
        this.actor = actor;
    }

    /**
     * Admits one call and takes its lease; throws a coded refusal otherwise. Called by generated
     * facades.
     */
    CallChain enter() {
        CallChain chain = CallChain.ofThread();
        Generation held = chain.isEmpty() ? null : chain.holding(board, contract);
        if (held != null && chain.times(board, contract) >= MOST_NESTED) {
            throw Refusals.inACircle(capability);
        }
        Pass known = pass.get();
        Pass[] inside = chain.roomForOneMore();
        int depth = chain.depth;
        if (known != null
                && known.drawnFrom == board.state()
                && (held == null || held == known.generation)
                && known.generation.enter(chain.stripe())) {
            inside[depth] = known;
            chain.depth = depth + 1;
            if (depth > 0 && chain.isOver()) {
                known.generation.isNoCall();
                chain.exit(depth + 1);
                throw Refusals.abandoned(capability);
            }
            return chain;
        }
        return enterAnew(chain, held);
    }

    private CallChain enterAnew(CallChain chain, Generation held) {
        while (true) {
            Switchboard.State state = board.state();
            if (state.closed()) {
                throw Refusals.closed();
            }
            Practice practice = admit(state.registry());
            if (held != null && !state.isRouted(held)) {
                return enterAgain(chain, held, practice);
            }
            Generation generation = state.provider(contract, capability);
            if (generation.enter(chain.stripe())) {
                try {
                    requireAwaited(chain, generation);
                    Pass drawn = state.pass(board, contract, generation, practice);
                    pass = new WeakReference<>(drawn);
                    chain.push(drawn);
                    return chain;
                } catch (Throwable t) {
                    generation.exit(chain.stripe());
                    throw t;
                }
            }
            // Shut in this very moment: the state was replaced before, so the next round sees
            // another one.
            Thread.onSpinWait();
        }
    }

    /** A call chain that was inside before the swap stays with what it entered. */
    private CallChain enterAgain(CallChain chain, Generation held, Practice practice) {
        held.enterAgain(chain.stripe());
        try {
            requireAwaited(chain, held);
            chain.push(new Pass(board, null, held, held.serviceFor(practice)));
            return chain;
        } catch (Throwable t) {
            held.exit(chain.stripe());
            throw t;
        }
    }

    /** Of one who has its lease: before that, whoever waits could still be about to leave. */
    private void requireAwaited(CallChain chain, Generation generation) {
        if (chain.isOver()) {
            generation.isNoCall();
            throw Refusals.abandoned(capability);
        }
    }

    /** The practice, if its tier includes the capability; looks at nothing of any bundle. */
    private Practice admit(RegistrySnapshot registry) {
        Practice practice =
                registry.practice(practiceId)
                        .orElseThrow(() -> Refusals.unknownPractice(practiceId));
        if (!registry.tierOf(practice).includes(capability)) {
            throw Refusals.notEntitled(registry, practice, capability, actor);
        }
        return practice;
    }

    /** One drawn answer; immutable. */
    static final class Pass {
        private final Switchboard board;
        private final Switchboard.State drawnFrom;
        private final Generation generation;
        private final Object service;

        Pass(
                Switchboard board,
                Switchboard.State drawnFrom,
                Generation generation,
                Object service) {
            this.board = board;
            this.drawnFrom = drawnFrom;
            this.generation = generation;
            this.service = service;
        }

        /** The bundle's service for the practice. */
        Object service() {
            return service;
        }

        /** Whose it is. */
        Switchboard board() {
            return board;
        }

        Generation generation() {
            return generation;
        }

        /** Whether it leads to a contract of an OpenMSO. */
        boolean isOf(Switchboard whose, Class<?> contract) {
            return board == whose && generation.contract() == contract;
        }
    }
}

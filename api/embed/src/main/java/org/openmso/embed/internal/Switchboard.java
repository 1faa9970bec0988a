package org.openmso.embed.internal;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.openmso.api.Actor;
import org.openmso.api.CapabilityUnavailable;
import org.openmso.api.Contract;
import org.openmso.api.Practice;
import org.openmso.api.registry.RegistrySnapshot;

/** Which practice may call what, and who answers: one state behind one volatile field. */
final class Switchboard {
    private final FacadeFactory facades;
    private volatile State state;

    /** Nobody answers yet. */
    Switchboard(RegistrySnapshot registry, FacadeFactory facades) {
        this.facades = facades;
        state = new State(registry, Map.of(), false);
    }

    State state() {
        return state;
    }

    /**
     * Changes practices, tiers and providers in one step, so that no call meets a tier that
     * includes a capability whose provider is still on its way.
     */
    synchronized void flip(RegistrySnapshot registry, Map<Class<?>, Generation> generations) {
        state = new State(registry, Map.copyOf(generations), state.closed);
    }

    /** From now on nobody answers, and callers hear why. */
    synchronized void close() {
        state = new State(state.registry, Map.of(), true);
    }

    /** A guarded service; calls through it are refused or served as things stand at each call. */
    <S> S facade(Class<S> contract, String practice, Actor actor) {
        return facades.make(contract, gate(contract, practice, actor));
    }

    /** What such a service passes on each call. */
    Gate gate(Class<?> contract, String practice, Actor actor) {
        return new Gate(this, contract, nameOf(contract), practice, actor);
    }

    /** Whether a call would be served now. */
    boolean offers(Class<?> contract, String practiceId) {
        State now = state;
        return includes(now.registry, contract, practiceId)
                && now.generations.containsKey(contract);
    }

    /** Whether the practice's tier includes it, served or not. */
    boolean includes(Class<?> contract, String practiceId) {
        return includes(state.registry, contract, practiceId);
    }

    private static boolean includes(
            RegistrySnapshot registry, Class<?> contract, String practiceId) {
        String capability = nameOf(contract);
        return registry.practice(practiceId)
                .filter(practice -> registry.tierOf(practice).includes(capability))
                .isPresent();
    }

    /** The class loaders of whoever answers now. */
    Set<ClassLoader> loaders() {
        var loaders = new HashSet<ClassLoader>();
        state.generations.values().forEach(it -> loaders.add(it.loader()));
        return loaders;
    }

    private static String nameOf(Class<?> contract) {
        Contract name = contract.getAnnotation(Contract.class);
        if (name == null || !contract.isInterface()) {
            throw Refusals.notAContract(contract);
        }
        return name.value();
    }

    /**
     * How things stand until the next flip. Remembers for each practice and contract what it
     * answered: facades keep weak references only, so that one which a host holds for years does
     * not hold a bundle that has left.
     */
    static final class State {
        private final RegistrySnapshot registry;
        private final Map<Class<?>, Generation> generations;
        private final boolean closed;
        private final Map<Class<?>, Map<String, Gate.Pass>> passes = new ConcurrentHashMap<>();

        private State(
                RegistrySnapshot registry, Map<Class<?>, Generation> generations, boolean closed) {
            this.registry = registry;
            this.generations = generations;
            this.closed = closed;
        }

        /** Practices and tiers. */
        RegistrySnapshot registry() {
            return registry;
        }

        /** Whether OpenMSO was closed. */
        boolean closed() {
            return closed;
        }

        /** Whether new calls go to this generation. */
        boolean isRouted(Generation generation) {
            return generations.get(generation.contract()) == generation;
        }

        /**
         * Who provides a contract now, for a caller who will take a lease, perhaps open the service
         * and, if that fails, give the lease back.
         *
         * @throws CapabilityUnavailable (MSO-1203) if nobody does
         * @throws StackOverflowError if the caller has not the stack for that
         */
        Generation provider(Class<?> contract, String capability) {
            StackLeft.require();
            Generation generation = generations.get(contract);
            if (generation == null) {
                throw Refusals.notLoaded(capability);
            }
            return generation;
        }

        /**
         * What a practice is answered by a contract; the same answer for all facades. The caller
         * holds a lease of the generation.
         */
        Gate.Pass pass(
                Switchboard board, Class<?> contract, Generation generation, Practice practice) {
            Map<String, Gate.Pass> answers = answersOf(contract);
            Gate.Pass known = answers.get(practice.id());
            if (known == null) {
                // Outside of any map's lock: opening runs the bundle's code, which may call others.
                var drawn = new Gate.Pass(board, this, generation, generation.serviceFor(practice));
                known = answers.putIfAbsent(practice.id(), drawn);
                return known == null ? drawn : known;
            }
            return known;
        }

        /** Not by {@code computeIfAbsent}, which a caller at the brink of its stack would spoil. */
        private Map<String, Gate.Pass> answersOf(Class<?> contract) {
            Map<String, Gate.Pass> answers = passes.get(contract);
            if (answers == null) {
                var made = new ConcurrentHashMap<String, Gate.Pass>();
                answers = passes.putIfAbsent(contract, made);
                return answers == null ? made : answers;
            }
            return answers;
        }
    }
}

package org.openmso.embed.internal;

import java.util.HashMap;
import java.util.Map;
import org.openmso.api.Actor;
import org.openmso.api.CapabilityUnavailable;
import org.openmso.api.Contract;
import org.openmso.api.MsoException;
import org.openmso.api.Practice;
import org.openmso.api.registry.RegistrySnapshot;

/** Which practice may call what, and who answers: one immutable state behind one volatile field. */
final class Switchboard {
    private final FacadeFactory facades = new FacadeFactory();
    private volatile State state;

    Switchboard(RegistrySnapshot registry) {
        state = new State(registry, Map.of(), false);
    }

    State state() {
        return state;
    }

    synchronized void registry(RegistrySnapshot registry) {
        state = new State(registry, state.generations, state.closed);
    }

    synchronized void route(Class<?> contract, Generation generation) {
        var generations = new HashMap<>(state.generations);
        generations.put(contract, generation);
        state = new State(state.registry, Map.copyOf(generations), state.closed);
    }

    /**
     * Stops routing to a capability; the generation that served it, if any, is the caller's to
     * close.
     */
    synchronized Generation unroute(Class<?> contract) {
        var generations = new HashMap<>(state.generations);
        Generation removed = generations.remove(contract);
        state = new State(state.registry, Map.copyOf(generations), state.closed);
        return removed;
    }

    synchronized void close() {
        state = new State(state.registry, Map.of(), true);
    }

    /** A guarded service; calls through it are refused or served as things stand at each call. */
    <S> S facade(Class<S> contract, String practice, Actor actor) {
        return facades.make(contract, new Gate(this, contract, nameOf(contract), practice, actor));
    }

    /** Whether a call would be served now. */
    boolean offers(Class<?> contract, String practiceId) {
        State now = state;
        String capability = nameOf(contract);
        return now.generations.containsKey(contract)
                && now.registry
                        .practice(practiceId)
                        .filter(practice -> now.registry.tierOf(practice).includes(capability))
                        .isPresent();
    }

    Object open(Generation generation, Practice practice, String capability) {
        try {
            return generation.serviceFor(practice);
        } catch (MsoException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw Refusals.notOpened(practice.id(), capability, e);
        }
    }

    CapabilityUnavailable unavailable(String capability, State state) {
        return state.closed ? Refusals.closed() : Refusals.notLoaded(capability);
    }

    private static String nameOf(Class<?> contract) {
        Contract name = contract.getAnnotation(Contract.class);
        if (name == null || !contract.isInterface()) {
            throw Refusals.notAContract(contract);
        }
        return name.value();
    }

    /**
     * How things stand.
     *
     * @param registry practices and tiers
     * @param generations who provides which contract
     * @param closed whether OpenMSO was closed
     */
    record State(
            RegistrySnapshot registry, Map<Class<?>, Generation> generations, boolean closed) {}
}

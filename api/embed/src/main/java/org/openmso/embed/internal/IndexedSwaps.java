package org.openmso.embed.internal;

import org.openmso.embed.BundleIndex;
import org.openmso.embed.BundleOffers;
import org.openmso.embed.SwapOutcome;
import org.openmso.embed.SwapPlan;
import org.openmso.embed.internal.IndexContent.Listed;
import org.openmso.embed.internal.Indexes.Reading;
import org.openmso.embed.internal.Selection.Choice;

/**
 * Changes of bundles that an index offers. The network is waited for without the lock; what was
 * chosen before is checked again once the jar is there. Safe from any thread.
 */
final class IndexedSwaps {
    private final Indexes indexes;
    private final Selection selection;
    private final Swaps swaps;
    private final Guard guard;

    IndexedSwaps(Indexes indexes, Selection selection, Swaps swaps, Guard guard) {
        this.indexes = indexes;
        this.selection = selection;
        this.swaps = swaps;
        this.guard = guard;
    }

    /** Does things under the owner's lock, while it is open. */
    interface Guard {
        <T> T run(BundleStore.Work<T> work) throws Refusal;
    }

    /** What an index offers. */
    BundleOffers offered(BundleIndex index) throws Refusal {
        requireOpen();
        IndexContent content = indexes.read(index).content();
        return guard.run(
                () ->
                        new BundleOffers(
                                content.publisher(),
                                content.sequence(),
                                content.issuedAt(),
                                content.expiresAt(),
                                selection.offers(content)));
    }

    /** What bringing in what is asked for would do. */
    SwapPlan plan(BundleIndex index, Wanted wanted) {
        try {
            Reading reading = read(index);
            Choice choice = choose(index, reading, wanted);
            return choice.present().isPresent()
                    ? guard.run(() -> swaps.planOf(choice.present().get()))
                    : plan(reading, wanted, choice.listed());
        } catch (Refusal e) {
            return Swaps.refused(wanted.name(), wanted.versionText(), e.problem());
        }
    }

    private SwapPlan plan(Reading reading, Wanted wanted, Listed listed) {
        try {
            Incoming jar = fetched(reading, wanted, listed);
            return guard.run(() -> swaps.plan(jar));
        } catch (Refusal e) {
            return Swaps.refused(listed.name(), listed.version().toString(), e.problem());
        }
    }

    /** Brings in what is asked for. */
    SwapOutcome apply(BundleIndex index, Wanted wanted) {
        try {
            Reading reading = read(index);
            Choice choice = choose(index, reading, wanted);
            Listed listed = choice.listed();
            return choice.present().isPresent()
                    ? guard.run(() -> swaps.apply(choice.present().get()))
                    : apply(reading, wanted, listed);
        } catch (Refusal e) {
            return Swaps.refused(wanted.name(), wanted.versionText(), e);
        }
    }

    private SwapOutcome apply(Reading reading, Wanted wanted, Listed listed) {
        try {
            Incoming jar = fetched(reading, wanted, listed);
            return guard.run(() -> swaps.apply(jar));
        } catch (Refusal e) {
            return Swaps.refused(listed.name(), listed.version().toString(), e);
        }
    }

    private void requireOpen() throws Refusal {
        guard.run(() -> null);
    }

    private Reading read(BundleIndex index) throws Refusal {
        requireOpen();
        Swaps.requireUninterrupted(index.toString());
        return indexes.read(index);
    }

    private Choice choose(BundleIndex index, Reading reading, Wanted wanted) throws Refusal {
        return guard.run(() -> selection.choose(index.toString(), reading.content(), wanted));
    }

    private Incoming fetched(Reading reading, Wanted wanted, Listed listed) throws Refusal {
        byte[] jar = reading.source().jar(listed);
        return new Incoming(
                listed.name(),
                listed.version().toString(),
                listed.jar().substring(listed.jar().lastIndexOf('/') + 1),
                jar,
                (candidate, before) -> selection.check(wanted, listed, candidate, before));
    }
}

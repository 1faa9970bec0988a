package org.openmso.fhir;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.Claim.Use;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.openmso.fhir.References.Lost;
import org.openmso.fhir.References.Target;

/**
 * Which visits the items of a claim name: these make no claims of their own. A visit that is named
 * and not found blocks the claim, for it may be here under another name and be billed twice.
 */
final class ClaimVisits {
    private final Case of;
    private final Claim claim;
    private final ResourceStore store;
    private final Set<Integer> named = new HashSet<>();

    /** Tells of the visits that are named and not found, or are of another patient. */
    static void check(Case of, Claim claim) {
        for (int item = 0; item < claim.getItem().size(); item++) {
            List<Reference> visits = claim.getItem().get(item).getEncounter();
            for (int index = 0; index < visits.size(); index++) {
                if (References.isAbsent(visits.get(index))) {
                    continue;
                }
                String path = "Claim.item[" + item + "].encounter[" + index + "]";
                try {
                    Target<Resource> visit = of.references().visit(of.home(), visits.get(index));
                    if (visit.home() != of.home()) {
                        of.checkModifiers(visit.home(), visit.name());
                    }
                    Reference subject = ((Encounter) visit.resource()).getSubject();
                    of.checkPatient(visit, subject, path, "The visit");
                } catch (Lost lost) {
                    of.problem(lost.reason(), path, lost.getMessage());
                }
            }
        }
    }

    /** Enters a claim's visits into the store. */
    ClaimVisits(Case of, Claim claim, ResourceStore store) {
        this.of = of;
        this.claim = claim;
        this.store = store;
        // Asking beforehand is no bill: the visit in which it was asked has a claim of its own.
        boolean asks = claim.getUse() != null && claim.getUse() != Use.CLAIM;
        for (int item = 0; item < claim.getItem().size() && !asks; item++) {
            for (Reference visit : claim.getItem().get(item).getEncounter()) {
                if (!References.isAbsent(visit) && name(visit)) {
                    named.add(item);
                }
            }
        }
        procedures();
    }

    /** Whether an item names a visit of the inputs. */
    boolean isNamed(int item) {
        return named.contains(item);
    }

    private boolean name(Reference visit) {
        Optional<Target<Encounter>> found = of.peek(of.home(), visit, Encounter.class);
        if (found.isEmpty()) {
            store.seek(References.text(visit), References.identifier(visit), of.home().fullUrl());
            return false;
        }
        if (References.isStored(found.get())) {
            store.name(found.get().home().number());
            return true;
        }
        // A visit that the claim has in itself may be here by itself too.
        for (String identifier : identifiers(found.get().resource())) {
            store.nameLater(identifier, of.home().scope());
        }
        return false;
    }

    private static List<String> identifiers(Encounter contained) {
        var identifiers = new ArrayList<String>();
        for (var identifier : contained.getIdentifier()) {
            if (identifier.hasSystem() && identifier.hasValue()) {
                identifiers.add(identifier.getSystem() + "|" + identifier.getValue());
            }
        }
        return identifiers;
    }

    private void procedures() {
        for (var procedure : claim.getProcedure()) {
            if (procedure.getProcedure() instanceof Reference reference) {
                store.useLater(
                        References.text(reference),
                        References.identifier(reference),
                        of.home().scope());
            }
        }
    }
}

package org.openmso.fhir;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.ChargeItem;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.openmso.fhir.References.Home;
import org.openmso.fhir.References.Lost;
import org.openmso.fhir.References.Target;
import org.openmso.fhir.Versions.Standing;

/**
 * Charges and procedures that belong to no visit of the inputs, so that nobody bills them. Each is
 * told, but for those that are accounted for elsewhere:
 *
 * <ul>
 *   <li>what is not to be billed by its status, if it has one;
 *   <li>what belongs to a visit that a Claim names: the Claim bills it, or is blocked itself;
 *   <li>a Procedure that a Claim or a ChargeItem stands for, or whose patient a Claim bills on its
 *       day: records of procedures are kept beside the bill, whereas a ChargeItem asks for one;
 *   <li>a copy of one that was told.
 * </ul>
 */
final class LooseParts {
    private final IntakeSettings settings;
    private final ResourceStore store;
    private final References references;
    private final BilledDays billed;
    private final Versions versions;
    private boolean marked;

    LooseParts(
            IntakeSettings settings,
            ResourceStore store,
            References references,
            Versions versions,
            BilledDays billed) {
        this.versions = versions;
        this.settings = settings;
        this.store = store;
        this.references = references;
        this.billed = billed;
    }

    /** The case of a part that nobody bills; empty when somebody does, or need not. */
    Optional<Case> of(Stored stored) throws Unusable {
        Target<Resource> part;
        try {
            part = references.stored(stored.number());
        } catch (Lost refused) {
            throw new Unusable(refused.reason(), stored.place().path(), refused.getMessage());
        }
        Resource resource = part.resource();
        Standing standing = versions.of(stored, stored.keys().id());
        if (!VisitParts.isBillable(resource) || standing == Standing.OLDER) {
            return Optional.empty();
        }
        var of = new Case(settings, references, part.home());
        if (hasVisit(of, resource) || isBilled(of, stored, resource)) {
            return Optional.empty();
        }
        if (!store.mark("told " + stored.type() + stored.keys().content())) {
            return Optional.empty();
        }
        if (standing == Standing.UNCLEAR) {
            of.problem(
                    Reason.AMBIGUOUS,
                    stored.type(),
                    "There are several " + part.name() + ", which differ.");
        }
        of.checkLost(part.home(), stored.type());
        VisitParts.checkStatus(of, resource, stored.type());
        return Optional.of(of);
    }

    private boolean hasVisit(Case of, Resource part) {
        boolean charge = part instanceof ChargeItem;
        String path = charge ? "ChargeItem.context" : "Procedure.encounter";
        String name = "The " + part.fhirType();
        Reference visit = VisitParts.visit(part);
        if (References.isAbsent(visit)) {
            of.problem(Reason.UNRESOLVED, path, name + " names no visit, so nobody bills it.");
            return false;
        }
        try {
            Target<Resource> found = references.visit(of.home(), visit);
            if (References.isStored(found)) {
                return true;
            }
            of.problem(
                    Reason.UNRESOLVED,
                    path,
                    name + " has its visit in itself, so nobody bills it.");
        } catch (Lost lost) {
            of.problem(lost.reason(), path, lost.getMessage());
        }
        return false;
    }

    private boolean isBilled(Case of, Stored stored, Resource part) {
        Reference visit = VisitParts.visit(part);
        Home home = of.home();
        boolean sought =
                ReferenceKeys.lookedUp(
                                References.text(visit),
                                References.identifier(visit),
                                List.of("Encounter"),
                                home.fullUrl())
                        .stream()
                        .anyMatch(store::isSought);
        if (sought || !(part instanceof Procedure procedure)) {
            return sought;
        }
        if (!marked) {
            marked = true;
            store.used(number -> store.mark("used " + store.get(number).keys().content()));
        }
        if (store.isMarked("used " + stored.keys().content())) {
            return true;
        }
        Optional<Target<Patient>> patient = of.peek(home, procedure.getSubject(), Patient.class);
        return patient.isPresent()
                && ServicePeriod.peek(settings, procedure.getPerformed())
                        .filter(day -> billed.has(patient.get(), Set.of(day)))
                        .isPresent();
    }
}

package org.openmso.fhir;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.ChargeItem;
import org.hl7.fhir.r4.model.Claim.DetailComponent;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.MedicationAdministration;
import org.hl7.fhir.r4.model.MedicationAdministration.MedicationAdministrationStatus;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.openmso.api.billing.Drug;
import org.openmso.fhir.References.Home;
import org.openmso.fhir.References.Target;

/** The drug behind a line: a detail of an item, or the product of a charge, that has an NDC. */
final class Drugs {
    /** CTP05 by UCUM; X12's own codes stand for themselves. */
    private static final Map<String, String> UNITS =
            Map.of(
                    "mL", "ML", "ml", "ML", "g", "GR", "mg", "ME", "[iU]", "F2", "[IU]", "F2", "1",
                    "UN");

    private static final Pattern FORM =
            Pattern.compile(
                    "[0-9]{5}-[0-9]{4}-[0-9]{1,2}|[0-9]{4}-[0-9]{4}-[0-9]{2}|[0-9]{5}-[0-9]{3}-[0-9]{2}");

    private Drugs() {}

    /** The drug of a line. A line takes one; any other detail would vanish, so it blocks. */
    static Optional<Drug> of(Case of, List<DetailComponent> details, String path) {
        Optional<Drug> drug = Optional.empty();
        boolean found = false;
        int index = 0;
        for (DetailComponent detail : details) {
            String at = path + "[" + index++ + "]";
            Optional<String> ndc = Codes.ofSystem(detail.getProductOrService(), Codes.NDC);
            if (ndc.isEmpty() || found || detail.hasSubDetail()) {
                of.problem(
                        Reason.DETAIL,
                        at,
                        "A line takes one detail, a drug with its NDC, and none below it.");
            }
            if (ndc.isPresent() && !found) {
                found = true;
                Optional<BigDecimal> quantity = of.quantity(detail.getQuantity(), at + ".quantity");
                drug =
                        quantity.map(
                                amount ->
                                        new Drug(
                                                eleven(ndc.get()),
                                                amount,
                                                unit(detail.getQuantity())));
            }
        }
        return drug;
    }

    /**
     * The drug behind a charge: its product, or what the MedicationAdministration among its
     * services gave. Only that tells how much: a charge counts the units of its code.
     *
     * @param path of the charge, with a point
     */
    static Optional<Drug> of(Case of, Home from, ChargeItem charge, String path) {
        String at = path + "product";
        var ndcs = new LinkedHashSet<String>();
        if (charge.getProduct() instanceof CodeableConcept product) {
            Codes.ofSystem(product, Codes.NDC).map(Drugs::eleven).ifPresent(ndcs::add);
        } else if (charge.getProduct() instanceof Reference product) {
            ndc(of, from, product).ifPresent(ndcs::add);
        }
        if (ndcs.isEmpty() && charge.hasProduct()) {
            of.problem(Reason.NOT_SENT, at, "The product has no NDC and stays out.");
        }
        var doses = new ArrayList<Quantity>();
        for (Reference service : charge.getService()) {
            of.peek(from, service, MedicationAdministration.class)
                    .filter(given -> isGiven(given.resource()))
                    .ifPresent(
                            given -> {
                                ndc(of, given).ifPresent(ndcs::add);
                                if (given.resource().getDosage().hasDose()) {
                                    doses.add(given.resource().getDosage().getDose());
                                }
                            });
        }
        if (ndcs.isEmpty()) {
            return Optional.empty();
        }
        if (ndcs.size() > 1 || doses.size() > 1) {
            of.problem(Reason.DETAIL, at, "A line takes one drug, given once.");
            return Optional.empty();
        }
        if (doses.isEmpty()) {
            of.problem(
                    Reason.QUANTITY,
                    at,
                    "No MedicationAdministration among the services tells how much of the drug was"
                            + " given.");
            return Optional.empty();
        }
        String ndc = ndcs.iterator().next();
        Quantity dose = doses.get(0);
        return of.quantity(dose, path + "service.resolve().dosage.dose")
                .map(amount -> new Drug(ndc, amount, unit(dose)));
    }

    private static boolean isGiven(MedicationAdministration given) {
        return given.getStatus() == MedicationAdministrationStatus.COMPLETED;
    }

    private static Optional<String> ndc(Case of, Target<MedicationAdministration> given) {
        if (given.resource().getMedication() instanceof CodeableConcept concept) {
            return Codes.ofSystem(concept, Codes.NDC).map(Drugs::eleven);
        }
        return given.resource().getMedication() instanceof Reference reference
                ? ndc(of, given.home(), reference)
                : Optional.empty();
    }

    private static Optional<String> ndc(Case of, Home from, Reference medication) {
        return of.peek(from, medication, Medication.class)
                .flatMap(found -> Codes.ofSystem(found.resource().getCode(), Codes.NDC))
                .map(Drugs::eleven);
    }

    /**
     * An NDC in eleven digits. FDA writes ten as 4-4-2, 5-3-2 or 5-4-1: the part that is short gets
     * a leading zero. Of any other form nobody can tell, so it stays, and the scrub will say so.
     */
    static String eleven(String ndc) {
        if (!FORM.matcher(ndc).matches()) {
            return ndc;
        }
        String[] parts = ndc.split("-", -1);
        return padded(parts[0], 5) + padded(parts[1], 4) + padded(parts[2], 2);
    }

    private static String padded(String digits, int length) {
        return "0".repeat(length - digits.length()) + digits;
    }

    private static String unit(Quantity quantity) {
        String code = Case.text(quantity.hasCode() ? quantity.getCode() : quantity.getUnit());
        String known = UNITS.get(code);
        return known != null ? known : code.toUpperCase(Locale.ROOT);
    }
}

package org.openmso.fhir;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.Claim.RelatedClaimComponent;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.openmso.api.billing.Frequency;
import org.openmso.api.billing.ProfessionalClaim;

/**
 * Whether a claim stands for an earlier one. What it says of that and is not understood blocks it:
 * a replacement sent as an original would be a second bill.
 */
final class RelatedClaims {
    /**
     * What a relationship means, by code or text. FHIR has prior and associated only, no code for a
     * void, so EHRs write their own. An associated claim goes its own way.
     */
    private static final Map<String, Frequency> MEANINGS =
            Map.of(
                    "prior", Frequency.REPLACEMENT,
                    "replaces", Frequency.REPLACEMENT,
                    "replacement", Frequency.REPLACEMENT,
                    "void", Frequency.VOID,
                    "cancel", Frequency.VOID,
                    "cancels", Frequency.VOID,
                    "associated", Frequency.ORIGINAL);

    private final Case of;
    private final Claim claim;

    RelatedClaims(Case of, Claim claim) {
        this.of = of;
        this.claim = claim;
    }

    /** Tells what the claim does to an earlier one, and which number the payer gave that. */
    void into(ProfessionalClaim.Builder builder) {
        var numbers = new HashSet<String>();
        var frequencies = new HashSet<Frequency>();
        List<RelatedClaimComponent> all = claim.getRelated();
        for (int index = 0; index < all.size(); index++) {
            RelatedClaimComponent related = all.get(index);
            String path = "Claim.related[" + index + "]";
            Optional<Frequency> frequency =
                    frequency(related.getRelationship(), path + ".relationship");
            if (frequency.isEmpty() || frequency.get() == Frequency.ORIGINAL) {
                continue;
            }
            String number = number(related);
            if (number.isEmpty()) {
                of.problem(
                        Reason.PAYER_NUMBER,
                        path + ".reference",
                        "The payer's number of the earlier claim is missing.");
            }
            frequencies.add(frequency.get());
            numbers.add(number);
            if (frequencies.size() > 1 || numbers.size() > 1) {
                of.problem(
                        Reason.RELATED_DIFFER,
                        path,
                        "The claim replaces or voids several earlier ones, or does both.");
                return;
            }
            builder.frequency(frequency.get()).payerControlNumber(number);
        }
    }

    private Optional<Frequency> frequency(CodeableConcept relationship, String path) {
        Set<Frequency> meant = new HashSet<Frequency>();
        relationship.getCoding().forEach(coding -> mean(coding.getCode(), meant));
        mean(relationship.getText(), meant);
        if (meant.size() == 1) {
            return Optional.of(meant.iterator().next());
        }
        if (meant.isEmpty()) {
            of.problem(
                    Reason.RELATED_UNKNOWN,
                    path,
                    "The relationship to the earlier claim is missing or unknown.");
        } else {
            of.problem(
                    Reason.RELATED_DIFFER,
                    path,
                    "The relationship is coded with meanings that exclude each other.");
        }
        return Optional.empty();
    }

    private static void mean(String text, Set<Frequency> meant) {
        Frequency frequency = MEANINGS.get(Case.text(text).toLowerCase(Locale.ROOT));
        if (frequency != null) {
            meant.add(frequency);
        }
    }

    private static String number(RelatedClaimComponent related) {
        String number = Case.text(related.getReference().getValue());
        return number.isEmpty() ? Case.text(related.getClaim().getIdentifier().getValue()) : number;
    }
}

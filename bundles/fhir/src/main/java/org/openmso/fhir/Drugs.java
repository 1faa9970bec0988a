package org.openmso.fhir;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Claim.DetailComponent;
import org.hl7.fhir.r4.model.Quantity;
import org.openmso.api.billing.Drug;

/** The drug behind a line: the detail of an item that has an NDC. */
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

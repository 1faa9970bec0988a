package org.openmso.api.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openmso.api.Money;

/** A part of a claim that lands in a log line tells nothing of a person. */
class PrintingTest {
    private static final LocalDate DAY = LocalDate.of(2026, 10, 1);
    private static final Address HOME =
            new Address("5 Oak Ave", "Apt 9", "Springfield", "IL", "62704");
    private static final Drug DRUG = new Drug("00000000001", BigDecimal.TEN, "ML");
    private static final ServiceLine LINE =
            new ServiceLine(
                    "L1",
                    "J3420",
                    List.of("25"),
                    "words",
                    Money.ofCents(15_000),
                    BigDecimal.ONE,
                    false,
                    "11",
                    List.of(1),
                    DAY,
                    DAY,
                    Optional.empty(),
                    Optional.of(DRUG));

    @Test
    void anAddressPrintsAsNothingButItsType() {
        assertEquals("Address", HOME.toString());
        assertEquals("Address", Address.NONE.toString());
    }

    @Test
    void aBillingProviderPrintsWithoutItsTaxId() {
        var provider = new Provider(false, "Roe", "Richard", "1928374655", "");
        var billing =
                new BillingProvider(provider, HOME, BillingProvider.TaxIdKind.SY, "990000001");
        assertEquals("BillingProvider", billing.toString());
    }

    @Test
    void aServiceAnAccidentAndADrugPrintAsNothingButTheirType() {
        assertEquals("ServiceLine", LINE.toString());
        assertEquals("Accident", new Accident(Accident.Kind.AA, Optional.of(DAY), "IL").toString());
        assertEquals("Drug", DRUG.toString());
    }

    @Test
    void aFacilityPrintsWithoutThePartsOfItsAddress() {
        var facility = new Facility("Lake Hospital", "", HOME);
        assertFalse(facility.toString().contains("Oak Ave"), facility::toString);
    }
}

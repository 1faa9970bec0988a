package org.openmso.billing;

import static org.openmso.billing.ScrubCase.of;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.openmso.api.billing.Accident;
import org.openmso.api.billing.Address;
import org.openmso.api.billing.BillingProvider;
import org.openmso.api.billing.Coverage;
import org.openmso.api.billing.Facility;
import org.openmso.api.billing.Frequency;
import org.openmso.api.billing.Payer;
import org.openmso.api.billing.Provider;

/** What the scrub says of providers, patients, payers and coverages. */
class ScrubPartiesTest {
    @TestFactory
    Stream<DynamicTest> identifiers() {
        return Stream.of(
                of("a clean claim has no findings", c -> c),
                of(
                        "an NPI with a wrong check digit blocks",
                        c -> c.billingProvider(billing("1234567890", "627010001", "1 A St")),
                        "3001E 2010AA NM109"),
                of(
                        "an NPI that begins with 9 blocks though its check digit is right",
                        c -> c.rendering(provider("9999999992", "")),
                        "3001E 2310B NM109"),
                of(
                        "an NPI that is missing blocks",
                        c -> c.referring(provider("", "")).supervising(provider("12345", "")),
                        "3001E 2310A NM109",
                        "3001E 2310D NM109"),
                of(
                        "an NPI with digits of another script blocks",
                        c -> c.rendering(provider("\u0661234567893", "")),
                        "3001E 2310B NM109"),
                of(
                        "the NPI of a line's clinician blocks under the line",
                        c ->
                                c.lines(
                                        List.of(
                                                new MadeUp.Line("L1", "G0108", 15_000, 1)
                                                        .rendering(provider("1000000005", "207Q"))
                                                        .build())),
                        "3001E 2420A[1] NM109",
                        "3002E 2420A[1] PRV03"),
                of(
                        "a taxonomy without its X blocks",
                        c -> c.rendering(provider("1122334455", "207Q000000")),
                        "3002E 2310B PRV03"),
                of(
                        "a tax id with a hyphen blocks",
                        c ->
                                c.billingProvider(
                                        new BillingProvider(
                                                MadeUp.CLINIC,
                                                MadeUp.MAIN_STREET,
                                                BillingProvider.TaxIdKind.EI,
                                                "99-0000001")),
                        "3003E 2010AA REF02"),
                of(
                        "a member id with a delimiter blocks and is not mended",
                        c -> c.coverage(MadeUp.self(MadeUp.JANE, "MEM*1")),
                        "3004E 2010BA NM109"),
                of(
                        "a missing member id blocks",
                        c -> c.coverage(MadeUp.self(MadeUp.JANE, "")),
                        "3004E 2010BA NM109"),
                of(
                        "a payer without id blocks",
                        c -> c.coverage(payer(new Payer("Plan", "", "CI", Address.NONE))),
                        "3005E 2010BB NM109"),
                of(
                        "a claim number that would not come back as it was blocks",
                        c -> c.number("acct-1"),
                        "3041E CLM01"),
                of("a claim number of 21 blocks", c -> c.number("A".repeat(21)), "3041E CLM01"),
                of(
                        "a line number that stands twice blocks",
                        c ->
                                c.lines(
                                        List.of(
                                                MadeUp.line("L1", "G0108", 11_000, 1),
                                                MadeUp.line("L1", "J3420", 4_000, 1))),
                        "3041E 2400[2] REF02"),
                of(
                        "an authorization with a tilde blocks",
                        c -> c.priorAuthorization("AU~TH"),
                        "3050E REF*G1"),
                of(
                        "a referring organization blocks",
                        c -> c.referring(MadeUp.SECOND_CLINIC),
                        "3053E 2310A NM102"));
    }

    @TestFactory
    Stream<DynamicTest> addresses() {
        return Stream.of(
                of(
                        "a state that does not exist blocks",
                        c ->
                                c.patient(
                                        MadeUp.living(
                                                MadeUp.JANE, address("1 A St", "XX", "62704"))),
                        "3006E 2010BA N402"),
                of(
                        "a ZIP code of 4 digits blocks",
                        c -> c.patient(MadeUp.living(MadeUp.JANE, address("1 A St", "IL", "6270"))),
                        "3007E 2010BA N403"),
                of(
                        "a billing address with a ZIP code of 5 digits blocks",
                        c -> c.billingProvider(billing("1234567893", "62701", "1 A St")),
                        "3008E 2010AA N403"),
                of(
                        "a facility with a ZIP code of 5 digits blocks",
                        c ->
                                c.facility(
                                        new Facility(
                                                "Place", "", address("2 B St", "IL", "62701"))),
                        "3008E 2310C N403"),
                of(
                        "a post office box as billing address blocks",
                        c -> c.billingProvider(billing("1234567893", "627010001", "P.O. Box 12")),
                        "3009E 2010AA N301"),
                of(
                        "a box written as one word blocks",
                        c -> c.billingProvider(billing("1234567893", "627010001", "POBox 12")),
                        "3009E 2010AA N301"),
                of(
                        "a street that only sounds like a box passes",
                        c ->
                                c.billingProvider(
                                        billing("1234567893", "627010001", "12 Boxwood Rd"))),
                of(
                        "Post Office in full names the place, not a box",
                        c ->
                                c.billingProvider(
                                        billing("1234567893", "627010001", "1 Post Office Sq"))),
                of(
                        "a post office box as the patient's address passes",
                        c ->
                                c.patient(
                                        MadeUp.living(
                                                MadeUp.JANE, address("PO Box 9", "IL", "62704")))),
                of(
                        "a patient without address blocks for every part of it",
                        c -> c.patient(MadeUp.living(MadeUp.JANE, Address.NONE)),
                        "3006E 2010BA N402",
                        "3007E 2010BA N403",
                        "3042E 2010BA N301",
                        "3042E 2010BA N401"),
                of(
                        "a payer's address that is not whole is left out",
                        c ->
                                c.coverage(
                                        payer(
                                                new Payer(
                                                        "Plan",
                                                        "P1",
                                                        "CI",
                                                        new Address("1 A St", "", "", "", ""))))),
                of(
                        "a payer's address abroad is left out and blocks nothing",
                        c ->
                                c.coverage(
                                        payer(
                                                new Payer(
                                                        "Plan",
                                                        "P1",
                                                        "CI",
                                                        new Address(
                                                                "1 A St", "", "Toronto", "ON",
                                                                "M5V2T6"))))),
                of(
                        "what is wrong with another coverage is told with its number",
                        c ->
                                c.otherCoverages(
                                        List.of(
                                                MadeUp.coverage(
                                                        MadeUp.SECOND_PLAN,
                                                        "S",
                                                        MadeUp.JOHN,
                                                        "M2",
                                                        "01",
                                                        ""),
                                                MadeUp.coverage(
                                                        new Payer("", "~", "??", Address.NONE),
                                                        "T",
                                                        MadeUp.named(MadeUp.JOHN, "", ""),
                                                        "",
                                                        "99",
                                                        "99"))),
                        "3004E 2330A[2] NM109",
                        "3005E 2330B[2] NM109",
                        "3038E 2320[2] SBR05",
                        "3042E 2330A[2] NM103",
                        "3042E 2330B[2] NM103",
                        "3046E 2320[2] SBR02",
                        "3047E 2320[2] SBR09"),
                of(
                        "a taxonomy of the billing provider blocks where it is written",
                        c ->
                                c.billingProvider(
                                        new BillingProvider(
                                                new Provider(true, "C", "", "1234567893", "X"),
                                                MadeUp.MAIN_STREET,
                                                BillingProvider.TaxIdKind.EI,
                                                "990000001")),
                        "3002E 2000A PRV03"),
                of(
                        "a facility at the billing address is left out, whatever its parts",
                        c -> c.facility(new Facility("", "1", MadeUp.MAIN_STREET))),
                of(
                        "a facility at the billing address is left out, its ZIP code of 5 digits too",
                        c -> c.facility(new Facility("", "1", mainStreet("62701")))),
                of(
                        "a facility at the billing street with another ZIP code is another place",
                        c -> c.facility(new Facility("Place", "", mainStreet("62702"))),
                        "3008E 2310C N403"),
                of(
                        "a facility at the billing street on the other side of it is another place",
                        c -> c.facility(new Facility("Place", "", mainStreet("627010002")))),
                of(
                        "a name of which nothing can be written blocks",
                        c -> c.patient(MadeUp.named(MadeUp.JANE, "\u5F20", "")),
                        "3042E 2010BA NM103",
                        "3043W 2010BA NM103"),
                of(
                        "a name with marks is written with a warning",
                        c -> c.patient(MadeUp.named(MadeUp.JANE, "Nu\u00F1ez", "Jos\u00E9")),
                        "3043W 2010BA NM103",
                        "3043W 2010BA NM104"),
                of(
                        "a name longer than 60 is cut with a warning",
                        c -> c.patient(MadeUp.named(MadeUp.JANE, "D".repeat(61), "J")),
                        "3043W 2010BA NM103"),
                of(
                        "small letters and double blanks need no warning",
                        c -> c.patient(MadeUp.named(MadeUp.JANE, "van  der Doe", "jane"))),
                of(
                        "a patient without date of birth blocks",
                        c ->
                                c.patient(
                                        MadeUp.lived(
                                                MadeUp.JANE, Optional.empty(), Optional.empty())),
                        "3045E 2010BA DMG02"));
    }

    @TestFactory
    Stream<DynamicTest> boxes_block_as_billing_address_in_any_spelling() {
        return Stream.of(
                        "PO Box12",
                        "P O BOX12",
                        "POB 12",
                        "P.O.B. 7",
                        "pob12",
                        "Post Office Box 7",
                        "P.O.Box 7",
                        "P/O Box 7",
                        "100 Main St, PO Box A",
                        "POBox A",
                        "Lock Box 7",
                        "Lockbox 7",
                        "Box 7",
                        "Box12",
                        "Box A",
                        "Box D-12",
                        "Box No. 7",
                        "Box")
                .map(
                        street ->
                                of(
                                        street + " blocks",
                                        c ->
                                                c.billingProvider(
                                                        billing("1234567893", "627010001", street)),
                                        "3009E 2010AA N301"));
    }

    @TestFactory
    Stream<DynamicTest> streets_that_only_begin_like_a_box_pass() {
        return Stream.of(
                        "123 Poblano Ave",
                        "5 Pobox Street",
                        "7 Lockboxer Rd",
                        "12 Boxwood Rd",
                        "Boxwood Rd 12",
                        "3 Hippo Boxing Ln",
                        "9 Jacob Oxford Way",
                        "2 Po Boxer Ct",
                        "Box Elder Way 5",
                        "Box Canyon Rd",
                        "5 Box Elder Way")
                .map(
                        street ->
                                of(
                                        street + " passes",
                                        c ->
                                                c.billingProvider(
                                                        billing(
                                                                "1234567893",
                                                                "627010001",
                                                                street))));
    }

    @TestFactory
    Stream<DynamicTest> coverages() {
        var spouse = MadeUp.coverage(MadeUp.SECOND_PLAN, "S", MadeUp.JOHN, "MEM9", "01", "");
        return Stream.of(
                of(
                        "a replacement without the payer's number blocks",
                        c -> c.frequency(Frequency.REPLACEMENT),
                        "3033E REF*F8"),
                of(
                        "an original with a payer's number blocks",
                        c -> c.payerControlNumber("ICN1"),
                        "3034E REF*F8"),
                of(
                        "a void to a payer that takes none blocks",
                        new FakePractice().with("payers.PAYER01.accepts-replacement", "false"),
                        c -> c.frequency(Frequency.VOID).payerControlNumber("ICN1"),
                        "3035E CLM05-3"),
                of(
                        "a replacement to Medicare Part B blocks",
                        c ->
                                c.coverage(payer(MadeUp.MEDICARE))
                                        .frequency(Frequency.REPLACEMENT)
                                        .payerControlNumber("ICN1"),
                        "3035E CLM05-3"),
                of(
                        "a replacement to a Medicare contractor that is set to take it passes",
                        new FakePractice().with("payers.MEDB.accepts-replacement", "true"),
                        c ->
                                c.coverage(payer(MadeUp.MEDICARE))
                                        .frequency(Frequency.REPLACEMENT)
                                        .payerControlNumber("ICN1")),
                of(
                        "a car accident without date and state blocks twice",
                        c -> c.accident(accident(Accident.Kind.AA, "")),
                        "3036E DTP*439",
                        "3037E CLM11-4"),
                of(
                        "a car accident in no state blocks",
                        c ->
                                c.accident(
                                        new Accident(
                                                Accident.Kind.AA, Optional.of(MadeUp.DAY), "ZZ")),
                        "3006E CLM11-4"),
                of(
                        "an illness from work needs no date of accident",
                        c -> c.accident(accident(Accident.Kind.EM, ""))),
                of(
                        "another accident needs its date only",
                        c -> c.accident(accident(Accident.Kind.OA, "")),
                        "3036E DTP*439"),
                of(
                        "Medicare that is not primary needs its insurance type",
                        c ->
                                c.coverage(
                                        MadeUp.coverage(
                                                MadeUp.MEDICARE, "S", MadeUp.JANE, "M1", "18", "")),
                        "3038E 2000B SBR05",
                        "3051W 2000B SBR01"),
                of(
                        "a commercial plan must not have an insurance type",
                        c ->
                                c.coverage(
                                        MadeUp.coverage(
                                                MadeUp.PLAN, "P", MadeUp.JANE, "M1", "18", "12")),
                        "3038E 2000B SBR05"),
                of(
                        "Medicare named as secondary without its insurance type warns",
                        c ->
                                c.otherCoverages(
                                        List.of(
                                                MadeUp.coverage(
                                                        MadeUp.MEDICARE,
                                                        "S",
                                                        MadeUp.JANE,
                                                        "M1",
                                                        "18",
                                                        ""))),
                        "3038W 2320[1] SBR05"),
                of(
                        "a secondary coverage that ended before the service warns",
                        c ->
                                c.otherCoverages(
                                        List.of(
                                                MadeUp.holding(
                                                        spouse,
                                                        MadeUp.DAY.minusYears(1),
                                                        MadeUp.DAY.minusDays(1)))),
                        "3029W 2320[1] SBR01"),
                of(
                        "a secondary coverage of the day of service is named without a word",
                        c ->
                                c.otherCoverages(
                                        List.of(MadeUp.holding(spouse, MadeUp.DAY, MadeUp.DAY)))),
                of(
                        "a payer's own number in small letters warns",
                        c -> c.frequency(Frequency.REPLACEMENT).payerControlNumber("icn1"),
                        "3043W REF*F8"),
                of(
                        "two coverages of the same rank block",
                        c -> c.otherCoverages(List.of(spouse, spouse)),
                        "3039E 2320[2] SBR01"),
                of(
                        "a secondary claim whose primary payer has not decided blocks",
                        c ->
                                c.coverage(spouse)
                                        .otherCoverages(List.of(MadeUp.self(MadeUp.JANE, "M1"))),
                        "3051E 2320 SBR01"),
                of(
                        "a rank that is none blocks",
                        c ->
                                c.coverage(
                                        MadeUp.coverage(
                                                MadeUp.PLAN, "PS", MadeUp.JANE, "M1", "18", "")),
                        "3054E 2000B SBR01"),
                of(
                        "a relationship that is none blocks",
                        c ->
                                c.coverage(
                                        MadeUp.coverage(
                                                MadeUp.PLAN, "P", MadeUp.JANE, "M1", "self", "")),
                        "3046E 2000C PAT01"),
                of(
                        "a filing indicator that is none blocks",
                        c -> c.coverage(payer(new Payer("Plan", "P1", "Medicare", Address.NONE))),
                        "3047E 2000B SBR09"),
                of(
                        "eleven other coverages block",
                        c ->
                                c.otherCoverages(
                                        Collections.nCopies(
                                                11,
                                                MadeUp.coverage(
                                                        MadeUp.SECOND_PLAN,
                                                        "U",
                                                        MadeUp.JOHN,
                                                        "MEM9",
                                                        "01",
                                                        ""))),
                        "3055E 2320"),
                of(
                        "services outside the coverage block",
                        c ->
                                c.coverage(
                                        MadeUp.holding(
                                                MadeUp.self(MadeUp.JANE, "M1"),
                                                MadeUp.DAY.plusDays(1),
                                                MadeUp.DAY.plusDays(9))),
                        "3029E 2400[1] DTP03",
                        "3029E 2400[2] DTP03"));
    }

    private static Provider provider(String npi, String taxonomy) {
        return new Provider(false, "Poe", "Paula", npi, taxonomy);
    }

    private static BillingProvider billing(String npi, String zip, String street) {
        return new BillingProvider(
                new Provider(true, "Harbor Clinic", "", npi, ""),
                address(street, "IL", zip),
                BillingProvider.TaxIdKind.EI,
                "990000001");
    }

    private static Address address(String street, String state, String zip) {
        return new Address(street, "", "Springfield", state, zip);
    }

    private static Coverage payer(Payer payer) {
        return MadeUp.coverage(payer, "P", MadeUp.JANE, "MEM0001", "18", "");
    }

    private static Address mainStreet(String zip) {
        Address street = MadeUp.MAIN_STREET;
        return new Address(street.line1(), street.line2(), street.city(), street.state(), zip);
    }

    private static Accident accident(Accident.Kind kind, String state) {
        return new Accident(kind, Optional.empty(), state);
    }
}

package org.openmso.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.openmso.api.Money;
import org.openmso.api.Problem;
import org.openmso.api.billing.Address;
import org.openmso.api.billing.BatchReport;
import org.openmso.api.billing.BillingProvider;
import org.openmso.api.billing.ClaimOutcome;
import org.openmso.api.billing.Origin;
import org.openmso.api.billing.Person;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.billing.Provider;
import org.openmso.api.billing.ServiceLine;

/** Claims that were blocked before they came here: the scrub adds what else is wrong, no more. */
class BlockedAtIntakeTest {
    private static final Problem TOLD = Problem.error("MSO-2109", "Claim.insurance", "c", "f");
    private static final ServiceLine UNREAD =
            new ServiceLine(
                    "1",
                    "",
                    List.of(),
                    "",
                    Money.ZERO,
                    BigDecimal.ZERO,
                    false,
                    "",
                    List.of(),
                    ServiceLine.NO_DAY,
                    ServiceLine.NO_DAY,
                    Optional.empty(),
                    Optional.empty());

    private static ProfessionalClaim.Builder unread() {
        return ProfessionalClaim.unread(new Origin("in", "Claim/9"), "N9");
    }

    private static List<String> found(ProfessionalClaim claim) {
        var outcomes = new ArrayList<ClaimOutcome>();
        BatchReport report =
                new FakePractice()
                        .billing()
                        .prepare(
                                sink -> sink.blocked(claim, List.of(TOLD)),
                                new MemoryTarget(),
                                outcomes::add);
        assertEquals(new BatchReport(0, 1, Money.ZERO, List.of()), report);
        List<Problem> problems = outcomes.get(0).problems();
        assertEquals(claim.origin(), outcomes.get(0).origin());
        assertEquals(TOLD, problems.get(0));
        return places(problems.subList(1, problems.size()));
    }

    private static List<String> places(List<Problem> problems) {
        return problems.stream().map(p -> p.code() + " " + p.path()).toList();
    }

    @Test
    void claim_that_lacks_its_coverage_hears_of_every_other_wrong_value_too() {
        var clinic = new Provider(true, "Harbor Clinic", "", "9876789102", "207Q");
        var address = new Address("P.O. Box 5", "", "Springfield", "XX", "627");
        var patient =
                new Person(
                        "Doe",
                        "Jane",
                        "",
                        "",
                        Optional.of(LocalDate.of(3026, 1, 1)),
                        Optional.empty(),
                        Person.Gender.F,
                        Address.NONE);
        var line =
                new ServiceLine(
                        "2",
                        "FDSAE",
                        List.of("LT", "RT"),
                        "",
                        Money.ofCents(-1),
                        new BigDecimal("-1"),
                        true,
                        "1",
                        List.of(1, 1),
                        MadeUp.TODAY.plusDays(9),
                        MadeUp.TODAY.plusDays(8),
                        Optional.of(new Provider(false, "Poe", "Paula", "12", "")),
                        Optional.empty());
        ProfessionalClaim claim =
                unread().billingProvider(
                                new BillingProvider(
                                        clinic,
                                        address,
                                        BillingProvider.TaxIdKind.EI,
                                        "1231231231"))
                        .patient(patient)
                        .placeOfService("0")
                        .diagnoses(List.of("", "HF3IJIF", "E119", "E119"))
                        .lines(List.of(UNREAD, line))
                        .build();
        assertEquals(
                List.of(
                        "MSO-3001 2010AA NM109",
                        "MSO-3002 2000A PRV03",
                        "MSO-3003 2010AA REF02",
                        "MSO-3009 2010AA N301",
                        "MSO-3001 2420A[2] NM109",
                        "MSO-3006 2010AA N402",
                        "MSO-3007 2010AA N403",
                        "MSO-3011 2400[2] SV102",
                        "MSO-3012 2400[2] SV104",
                        "MSO-3013 2400[2] SV103",
                        "MSO-3019 2300 HI02",
                        "MSO-3016 2300 HI04",
                        "MSO-3017 2400[2] SV107",
                        "MSO-3023 CLM05-1",
                        "MSO-3022 2400[2] SV101-2",
                        "MSO-3021 2400[2] SV101-3",
                        "MSO-3023 2400[2] SV105",
                        "MSO-3056 2010BA DMG02",
                        "MSO-3028 2400[2] DTP03",
                        "MSO-3025 2400[2] DTP03",
                        "MSO-3026 2400[2] DTP03"),
                found(claim));
    }

    @Test
    void what_is_missing_was_told_and_is_not_told_again() {
        assertEquals(List.of(), found(unread().build()));
        assertEquals(
                List.of(),
                found(unread().diagnoses(List.of("", "")).lines(List.of(UNREAD)).build()));
    }

    @Test
    void sound_rest_of_a_blocked_claim_has_no_findings() {
        ProfessionalClaim visit = MadeUp.officeVisit();
        assertEquals(List.of(), found(visit));
        ProfessionalClaim noCoverage =
                visit.toBuilder().coverage(unread().build().coverage()).build();
        assertEquals(List.of(), found(noCoverage));
        var lines = new ArrayList<>(visit.lines());
        lines.add(0, UNREAD);
        assertEquals(List.of(), found(visit.toBuilder().lines(lines).build()));
    }

    @Test
    void total_is_compared_once_all_charges_are_known() {
        ProfessionalClaim wrong =
                MadeUp.officeVisit().toBuilder().total(Money.ofCents(15_001)).build();
        assertEquals(List.of("MSO-3010 CLM02"), found(wrong));
        var lines = new ArrayList<>(wrong.lines());
        lines.set(0, UNREAD);
        assertEquals(List.of(), found(wrong.toBuilder().lines(lines).build()));
    }

    @Property(tries = 200, seed = "20261124")
    void nothing_is_found_that_the_scrub_of_the_whole_claim_does_not_find(@ForAll long seed) {
        var claims = new RandomClaims(seed, 0.2);
        for (int i = 0; i < 10; i++) {
            ProfessionalClaim claim = claims.next();
            var whole = new HashSet<>(places(new FakePractice().billing().scrub(claim)));
            assertTrue(whole.containsAll(found(claim)), () -> found(claim) + " in " + whole);
        }
    }
}

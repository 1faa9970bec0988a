package org.openmso.sample.simulator;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.Claim.ItemComponent;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Money;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Resource;

/** Finds every fault of a Claim, knowing nothing of how it was made. */
final class Judge {
    private static final Set<String> BILLABLE = Set.of(Systems.HCPCS, Systems.CPT);

    private final Parsed parsed;
    private final LocalDate today;
    private final Set<String> services = new HashSet<>();
    private Claim claim;
    private Set<Fault> found;

    Judge(Parsed parsed, LocalDate today) {
        this.parsed = parsed;
        this.today = today;
    }

    /** The faults; claims are to be judged in the order written, because of duplicates. */
    Set<Fault> faults(Claim judged) {
        claim = judged;
        found = EnumSet.noneOf(Fault.class);
        note(claim.getStatus() == Claim.ClaimStatus.DRAFT, Fault.DRAFT);
        note(
                claim.getType().getCodingFirstRep().getCode().equals("institutional"),
                Fault.INSTITUTIONAL_CLAIM);
        note(
                claim.hasRelated() && !claim.getRelatedFirstRep().hasReference(),
                Fault.REPLACEMENT_WITHOUT_NUMBER);
        note(
                claim.hasAccident() && !claim.getAccident().hasLocation(),
                Fault.CAR_ACCIDENT_WITHOUT_STATE);
        patient();
        rendering();
        coverage();
        place();
        diagnoses();
        lines();
        duplicates();
        return found;
    }

    private void note(boolean wrong, Fault fault) {
        if (wrong) {
            found.add(fault);
        }
    }

    private void patient() {
        Patient patient = (Patient) parsed.resolve(claim, claim.getPatient());
        Address address = patient.getAddressFirstRep();
        String zip = address.getPostalCode().replace("-", "");
        note(zip.length() != 9, Fault.ZIP_WRONG);
        note(
                !Set.of("IL", "TX", "OH", "GA", "CO").contains(address.getState()),
                Fault.STATE_UNKNOWN);
        LocalDate birth = LocalDate.parse(patient.getBirthDateElement().getValueAsString());
        note(day().isBefore(birth), Fault.SERVICE_BEFORE_BIRTH);
        note(day().isAfter(today), Fault.SERVICE_IN_FUTURE);
    }

    LocalDate day() {
        return day(claim.getItemFirstRep());
    }

    private static LocalDate day(ItemComponent item) {
        if (item.hasServicedPeriod()) {
            return day(item.getServicedPeriod().getStartElement());
        }
        return LocalDate.parse(item.getServicedDateType().getValueAsString());
    }

    private static LocalDate day(DateTimeType time) {
        return LocalDate.parse(time.getValueAsString().substring(0, 10));
    }

    private void rendering() {
        Resource who = parsed.resolve(claim, claim.getCareTeamFirstRep().getProvider());
        if (who instanceof PractitionerRole role) {
            who = parsed.resolve(role, role.getPractitioner());
        }
        note(who == null, Fault.REFERENCE_UNRESOLVED);
        if (who instanceof Practitioner practitioner) {
            String npi = identifier(practitioner.getIdentifier(), Systems.NPI);
            note(npi.isEmpty(), Fault.NPI_MISSING);
            note(!npi.isEmpty() && !luhn("80840" + npi), Fault.NPI_CHECK_DIGIT);
        }
        Organization practice = (Organization) parsed.resolve(claim, claim.getProvider());
        note(!luhn("80840" + identifier(practice.getIdentifier(), Systems.NPI)), Fault.NPI_MISSING);
    }

    static String identifier(List<Identifier> identifiers, String system) {
        return identifiers.stream()
                .filter(i -> system.equals(i.getSystem()))
                .map(Identifier::getValue)
                .findFirst()
                .orElse("");
    }

    static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighed = i % 2 == 1 ? digit * 2 : digit;
            sum += weighed / 10 + weighed % 10;
        }
        return sum % 10 == 0;
    }

    private void coverage() {
        Claim.InsuranceComponent focal =
                claim.getInsurance().stream().filter(i -> i.getFocal()).findFirst().orElseThrow();
        Coverage coverage = (Coverage) parsed.resolve(claim, focal.getCoverage());
        note(coverage == null, Fault.COVERAGE_MISSING);
        if (coverage == null) {
            return;
        }
        note(
                !coverage.hasSubscriberId()
                        && coverage.getIdentifier().stream()
                                .noneMatch(
                                        i ->
                                                i.getType()
                                                        .getCodingFirstRep()
                                                        .is(Systems.IDENTIFIER_TYPE, "MB")),
                Fault.MEMBER_ID_MISSING);
        Period period = coverage.getPeriod();
        note(
                day().isBefore(day(period.getStartElement()))
                        || period.hasEnd() && day().isAfter(day(period.getEndElement())),
                Fault.COVERAGE_ENDED);
    }

    private void place() {
        boolean told =
                claim.getItem().stream().allMatch(ItemComponent::hasLocationCodeableConcept)
                        || parsed.resolve(claim, claim.getFacility()) instanceof Location location
                                && location.getTypeFirstRep()
                                        .getCodingFirstRep()
                                        .getSystem()
                                        .equals(Systems.PLACE_OF_SERVICE);
        note(!told, Fault.PLACE_OF_SERVICE_MISSING);
    }

    private void diagnoses() {
        note(!claim.hasDiagnosis(), Fault.DIAGNOSIS_MISSING);
        if (!claim.hasDiagnosis()) {
            return;
        }
        Claim.DiagnosisComponent first = claim.getDiagnosisFirstRep();
        String code =
                first.hasDiagnosisCodeableConcept()
                        ? first.getDiagnosisCodeableConcept().getCodingFirstRep().getCode()
                        : ((Condition) parsed.resolve(claim, first.getDiagnosisReference()))
                                .getCode()
                                .getCodingFirstRep()
                                .getCode();
        note(code.matches("[V-Y].*"), Fault.EXTERNAL_CAUSE_PRINCIPAL);
    }

    private void lines() {
        BigDecimal sum = BigDecimal.ZERO;
        boolean summable = true;
        for (ItemComponent item : claim.getItem()) {
            Coding coding = item.getProductOrService().getCodingFirstRep();
            note(coding.getSystem().equals(Systems.SNOMED), Fault.SNOMED_LINE);
            note(coding.getSystem().equals(Systems.CVX), Fault.CVX_LINE);
            note(!item.hasNet(), Fault.CHARGE_MISSING);
            summable &= item.hasNet();
            if (item.hasNet()) {
                Money net = item.getNet();
                sum = sum.add(net.getValue());
                note(net.getValue().signum() <= 0, Fault.ZERO_CHARGE);
                note(!net.getCurrency().equals("USD"), Fault.FOREIGN_CURRENCY);
                note(
                        item.getUnitPrice()
                                        .getValue()
                                        .multiply(item.getQuantity().getValue())
                                        .compareTo(net.getValue())
                                != 0,
                        Fault.TOTAL_DIFFERS);
            }
            List<String> modifiers =
                    item.getModifier().stream().map(m -> m.getCodingFirstRep().getCode()).toList();
            note(modifiers.containsAll(List.of("LT", "RT")), Fault.LEFT_AND_RIGHT);
            note(
                    claim.hasDiagnosis()
                            && item.getDiagnosisSequence().stream()
                                    .anyMatch(s -> s.getValue() > claim.getDiagnosis().size()),
                    Fault.DIAGNOSIS_POINTER);
        }
        note(summable && sum.compareTo(claim.getTotal().getValue()) != 0, Fault.TOTAL_DIFFERS);
    }

    private void duplicates() {
        boolean again = false;
        for (ItemComponent item : claim.getItem()) {
            Coding coding = item.getProductOrService().getCodingFirstRep();
            if (!item.hasNet() || !BILLABLE.contains(coding.getSystem())) {
                continue;
            }
            Patient patient = (Patient) parsed.resolve(claim, claim.getPatient());
            String service =
                    identifier(patient.getIdentifier(), "https://ehr.example/charts")
                            + day(item)
                            + coding.getCode()
                            + item.getModifier().stream()
                                    .map(m -> m.getCodingFirstRep().getCode())
                                    .toList()
                            + item.getNet().getValue();
            again |= !services.add(service);
        }
        note(again, Fault.DUPLICATE_SERVICE);
    }
}

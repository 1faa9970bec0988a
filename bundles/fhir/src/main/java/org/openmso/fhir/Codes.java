package org.openmso.fhir;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/** Reads codes: takes the coding that a payer accepts, never translates one. */
final class Codes {
    static final String PLACE_OF_SERVICE =
            "https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set";
    static final String TAXONOMY = "http://nucc.org/provider-taxonomy";
    static final String NDC = "http://hl7.org/fhir/sid/ndc";

    private static final LocalDate ICD10_BEGINS = LocalDate.of(2015, 10, 1);

    private static final Set<String> PROCEDURES =
            Set.of(
                    "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
                    "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
                    "http://terminology.hl7.org/CodeSystem/HCPCS-all-codes",
                    "urn:oid:2.16.840.1.113883.6.285",
                    "http://www.ama-assn.org/go/cpt",
                    "urn:oid:2.16.840.1.113883.6.12");
    private static final Set<String> ICD10 =
            Set.of("http://hl7.org/fhir/sid/icd-10-cm", "urn:oid:2.16.840.1.113883.6.90");
    private static final Set<String> ICD9 =
            Set.of(
                    "http://hl7.org/fhir/sid/icd-9-cm",
                    "http://hl7.org/fhir/sid/icd-9-cm/diagnosis",
                    "http://terminology.hl7.org/CodeSystem/icd9cm",
                    "urn:oid:2.16.840.1.113883.6.103");
    private static final Map<String, Reason> CLINICAL = clinical();

    private Codes() {}

    private static Map<String, Reason> clinical() {
        var reasons = new HashMap<String, Reason>();
        reasons.put("http://snomed.info/sct", Reason.SNOMED);
        reasons.put("urn:oid:2.16.840.1.113883.6.96", Reason.SNOMED);
        reasons.put("http://hl7.org/fhir/sid/cvx", Reason.CVX);
        reasons.put("urn:oid:2.16.840.1.113883.12.292", Reason.CVX);
        reasons.put("http://loinc.org", Reason.LOINC);
        reasons.put("urn:oid:2.16.840.1.113883.6.1", Reason.LOINC);
        reasons.put("http://www.nlm.nih.gov/research/umls/rxnorm", Reason.RXNORM);
        reasons.put("urn:oid:2.16.840.1.113883.6.88", Reason.RXNORM);
        return reasons;
    }

    /** A procedure code of HCPCS or CPT. */
    static Optional<String> procedure(Case of, CodeableConcept concept, String path) {
        Optional<String> code = first(concept, PROCEDURES);
        if (code.isEmpty()) {
            refuse(of, concept, path, "HCPCS or CPT", Optional.empty());
        }
        checkOne(of, concept, PROCEDURES, path);
        return code.map(text -> text.toUpperCase(Locale.ROOT));
    }

    /** What a procedure code stands for, in words: the concept's own, else those of the code. */
    static String words(CodeableConcept concept, String code) {
        String text = Case.text(concept.getText());
        for (Coding coding : concept.getCoding()) {
            if (text.isEmpty()
                    && code.equalsIgnoreCase(Case.text(coding.getCode()))
                    && PROCEDURES.contains(Case.text(coding.getSystem()))) {
                text = Case.text(coding.getDisplay());
            }
        }
        return text;
    }

    /** A diagnosis of ICD-10-CM, without dot. */
    static Optional<String> diagnosis(
            Case of, CodeableConcept concept, String path, Optional<LocalDate> day) {
        Optional<String> code = icd10(of, concept);
        if (code.isEmpty()) {
            refuse(of, concept, path, "ICD-10-CM", day);
        }
        boolean known = first(concept, ICD10).isPresent();
        checkOne(of, concept, known ? ICD10 : of.settings().icd10(), path);
        return code;
    }

    /** The ICD-10-CM code of a concept, without dot, if it has one. */
    static Optional<String> icd10(Case of, CodeableConcept concept) {
        Optional<String> code = first(concept, ICD10);
        if (code.isEmpty() && !of.settings().icd10().isEmpty()) {
            code = first(concept, of.settings().icd10());
        }
        return code.map(text -> text.replace(".", "").toUpperCase(Locale.ROOT));
    }

    /** A modifier: two characters of HCPCS or CPT. */
    static Optional<String> modifier(Case of, CodeableConcept concept, String path) {
        Optional<String> code = first(concept, PROCEDURES);
        if (code.isEmpty()) {
            of.problem(Reason.MODIFIER, path, "The modifier is not one of HCPCS or CPT.");
            return code;
        }
        checkOne(of, concept, PROCEDURES, path);
        String modifier = code.get().toUpperCase(Locale.ROOT);
        if (modifier.length() != 2
                || !isPlain(modifier.charAt(0))
                || !isPlain(modifier.charAt(1))) {
            of.problem(Reason.MODIFIER, path, "The modifier is not two letters or digits.");
            return Optional.empty();
        }
        return Optional.of(modifier);
    }

    /** The code of one system. */
    static Optional<String> ofSystem(CodeableConcept concept, String system) {
        return first(concept, Set.of(system));
    }

    /** The first code of a list of concepts in one system. */
    static Optional<String> ofSystem(List<CodeableConcept> concepts, String system) {
        for (CodeableConcept concept : concepts) {
            Optional<String> code = ofSystem(concept, system);
            if (code.isPresent()) {
                return code;
            }
        }
        return Optional.empty();
    }

    /** Whether any coding has this code, whatever its system. */
    static boolean has(CodeableConcept concept, String code) {
        for (Coding coding : concept.getCoding()) {
            if (code.equalsIgnoreCase(coding.getCode())) {
                return true;
            }
        }
        return false;
    }

    /** Refuses a concept that says different things in systems which are all accepted. */
    private static void checkOne(
            Case of, CodeableConcept concept, Set<String> systems, String path) {
        if (concept.getCoding().size() < 2) {
            return;
        }
        var codes = new HashSet<String>();
        for (Coding coding : concept.getCoding()) {
            String code = Case.text(coding.getCode()).replace(".", "").toUpperCase(Locale.ROOT);
            if (!code.isEmpty() && systems.contains(Case.text(coding.getSystem()))) {
                codes.add(code);
            }
        }
        if (codes.size() > 1) {
            of.problem(Reason.CODES_DIFFER, path, "The concept has several codes that differ.");
        }
    }

    private static Optional<String> first(CodeableConcept concept, Set<String> systems) {
        for (Coding coding : concept.getCoding()) {
            String code = Case.text(coding.getCode());
            String system = coding.getSystem();
            if (system != null && !code.isEmpty() && systems.contains(system)) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }

    private static void refuse(
            Case of, CodeableConcept concept, String path, String wanted, Optional<LocalDate> day) {
        Optional<Coding> other = Optional.empty();
        for (Coding coding : concept.getCoding()) {
            String code = Case.text(coding.getCode());
            if (code.isEmpty()) {
                continue;
            }
            String system = Case.text(coding.getSystem());
            Reason clinical = CLINICAL.get(system);
            if (clinical != null) {
                of.problem(clinical, path, shown(code) + " is " + name(clinical) + ".");
                return;
            }
            if (ICD9.contains(system)) {
                boolean inTime = day.isPresent() && day.get().isBefore(ICD10_BEGINS);
                of.problem(
                        inTime ? Reason.CODE_SYSTEM : Reason.ICD9,
                        path,
                        shown(code) + " is ICD-9-CM.");
                return;
            }
            other = other.or(() -> Optional.of(coding));
        }
        if (other.isEmpty()) {
            of.problem(Reason.CODE_MISSING, path, "There is no code.");
            return;
        }
        String system = Case.text(other.get().getSystem());
        of.problem(
                Reason.CODE_SYSTEM,
                path,
                shown(Case.text(other.get().getCode()))
                        + (system.isEmpty()
                                ? " has no system"
                                : Quotes.reference(system)
                                        .map(uri -> " has the system " + uri)
                                        .orElse(" has another system"))
                        + "; "
                        + wanted
                        + " is needed.");
    }

    private static String name(Reason reason) {
        return switch (reason) {
            case SNOMED -> "SNOMED CT";
            case CVX -> "CVX";
            case LOINC -> "LOINC";
            default -> "RxNorm";
        };
    }

    /** Codes come from the input: one that is no code is not quoted. */
    private static String shown(String code) {
        return Quotes.code(code).map(plain -> "Code " + plain).orElse("The code");
    }

    static boolean isPlain(char c) {
        return c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
}

package org.openmso.fhir;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Address.AddressType;
import org.hl7.fhir.r4.model.Address.AddressUse;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Enumeration;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.HumanName.NameUse;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.openmso.api.billing.Address;
import org.openmso.api.billing.Person;
import org.openmso.api.billing.Person.Gender;

/** Names, addresses and dates of patients and subscribers. */
final class People {
    /** Characters of N301 and N302. */
    private static final int STREET = 55;

    /** The United States and what its Postal Service serves as states, by ISO 3166-1 and name. */
    private static final Set<String> UNITED_STATES =
            Set.of(
                    "US",
                    "USA",
                    "840",
                    "UNITEDSTATES",
                    "UNITEDSTATESOFAMERICA",
                    "PR",
                    "PRI",
                    "PUERTORICO",
                    "GU",
                    "GUM",
                    "GUAM",
                    "VI",
                    "VIR",
                    "USVIRGINISLANDS",
                    "VIRGINISLANDSUS",
                    "AS",
                    "ASM",
                    "AMERICANSAMOA",
                    "MP",
                    "MNP",
                    "NORTHERNMARIANAISLANDS",
                    "UM",
                    "UMI",
                    "FM",
                    "FSM",
                    "MH",
                    "MHL",
                    "PW",
                    "PLW");

    private People() {}

    /** Whether a claim must have an address, or may do without. */
    enum Need {
        REQUIRED,
        OPTIONAL
    }

    /** A patient: gender, birth and address go on every claim. */
    static Person patient(Case of, Patient patient, String path) {
        return patient(of, patient, path, Need.REQUIRED);
    }

    /** A subscriber who is not the patient: of whom a claim tells little more than the name. */
    static Person subscriber(Case of, Resource resource, String path) {
        if (resource instanceof Patient patient) {
            return patient(of, patient, path, Need.OPTIONAL);
        }
        var related = (RelatedPerson) resource;
        return person(
                name(of, related.getName()),
                of.day(related.getBirthDateElement(), path + ".birthDate"),
                Optional.empty(),
                gender(of, related.getGenderElement(), path + ".gender", Need.OPTIONAL),
                home(of, related.getAddress(), path, Need.OPTIONAL));
    }

    private static Person patient(Case of, Patient patient, String path, Need need) {
        Optional<LocalDate> death = Optional.empty();
        if (patient.getDeceased() instanceof DateTimeType time) {
            death = of.day(time, path + ".deceased");
        }
        return person(
                name(of, patient.getName()),
                of.day(patient.getBirthDateElement(), path + ".birthDate"),
                death,
                gender(of, patient.getGenderElement(), path + ".gender", need),
                home(of, patient.getAddress(), path, need));
    }

    private static Person person(
            HumanName name,
            Optional<LocalDate> birth,
            Optional<LocalDate> death,
            Gender gender,
            Address address) {
        return new Person(
                Case.text(name.getFamily()),
                at(name.getGiven(), 0),
                at(name.getGiven(), 1),
                at(name.getSuffix(), 0),
                birth,
                death,
                gender,
                address);
    }

    private static Gender gender(
            Case of, Enumeration<AdministrativeGender> element, String path, Need need) {
        AdministrativeGender gender = element.getValue();
        if (gender == AdministrativeGender.FEMALE) {
            return Gender.F;
        }
        if (gender == AdministrativeGender.MALE) {
            return Gender.M;
        }
        if (gender == null && Case.text(element.getValueAsString()).isEmpty()) {
            if (need == Need.OPTIONAL) {
                return Gender.U;
            }
            of.problem(Reason.GENDER, path, "There is no gender; U (unknown) is sent.");
        } else if (gender == null) {
            of.problem(Reason.BAD_VALUE, path, "The gender is none of FHIR's.");
        }
        return Gender.U;
    }

    /** The official name; else the usual one; else the first that is not old or made up. */
    static HumanName name(Case of, List<HumanName> names) {
        HumanName best = new HumanName();
        int bestRank = Integer.MAX_VALUE;
        for (HumanName name : names) {
            int rank = of.isOver(name.getPeriod()) ? 4 : rank(name.getUse());
            if (rank < bestRank) {
                best = name;
                bestRank = rank;
            }
        }
        return best;
    }

    private static int rank(NameUse use) {
        if (use == NameUse.OFFICIAL) {
            return 0;
        }
        if (use == NameUse.USUAL) {
            return 1;
        }
        if (use == NameUse.OLD || use == NameUse.NICKNAME || use == NameUse.ANONYMOUS) {
            return 4;
        }
        return use == NameUse.MAIDEN ? 3 : 2;
    }

    static String at(List<StringType> texts, int index) {
        return index < texts.size() ? Case.text(texts.get(index).getValue()) : "";
    }

    /** Where a person lives: the home address, else the first that is not an old one. */
    private static Address home(
            Case of, List<org.hl7.fhir.r4.model.Address> addresses, String path, Need need) {
        return best(of, addresses, AddressUse.HOME, false)
                .map(best -> address(of, best, path + ".address", need))
                .orElse(Address.NONE);
    }

    /**
     * Where an organization is: a street address before a postal one.
     *
     * @param path of the organization
     */
    static Address site(
            Case of, List<org.hl7.fhir.r4.model.Address> addresses, String path, Need need) {
        return best(of, addresses, AddressUse.WORK, true)
                .map(best -> address(of, best, path + ".address", need))
                .orElse(Address.NONE);
    }

    private static Optional<org.hl7.fhir.r4.model.Address> best(
            Case of,
            List<org.hl7.fhir.r4.model.Address> addresses,
            AddressUse preferred,
            boolean street) {
        Optional<org.hl7.fhir.r4.model.Address> best = Optional.empty();
        int bestRank = Integer.MAX_VALUE;
        for (org.hl7.fhir.r4.model.Address address : addresses) {
            AddressUse use = address.getUse();
            boolean old = use == AddressUse.OLD || of.isOver(address.getPeriod());
            int rank = old ? 8 : use == preferred ? 0 : 1;
            if (street && address.getType() == AddressType.POSTAL) {
                rank += 4;
            }
            if (rank < bestRank) {
                best = Optional.of(address);
                bestRank = rank;
            }
        }
        return best;
    }

    /** An address as a claim carries it; one that it cannot carry is told, and is none. */
    static Address address(Case of, org.hl7.fhir.r4.model.Address address, String path, Need need) {
        if (!isUnitedStates(Case.text(address.getCountry()))) {
            leaveOut(of, Reason.ADDRESS_ABROAD, path, need, "The address is abroad");
            return Address.NONE;
        }
        List<String> street = street(address.getLine());
        if (street.isEmpty()) {
            leaveOut(of, Reason.ADDRESS_LINES, path, need, "The lines of the street do not fit");
            return Address.NONE;
        }
        return new Address(
                street.get(0),
                street.get(1),
                Case.text(address.getCity()),
                Case.text(address.getState()).toUpperCase(Locale.ROOT),
                Case.text(address.getPostalCode()).replace("-", ""));
    }

    private static void leaveOut(Case of, Reason reason, String path, Need need, String cause) {
        if (need == Need.REQUIRED) {
            of.problem(reason, path, cause + ".");
        } else {
            of.warning(reason, path, cause + "; it is left out.");
        }
    }

    /** Whether an address is one of the Postal Service: what says no country is. */
    private static boolean isUnitedStates(String country) {
        String name = country.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        return country.isEmpty() || UNITED_STATES.contains(name);
    }

    /** Two lines, the second perhaps empty: more are joined where they fit; none, where not. */
    private static List<String> street(List<StringType> stated) {
        var lines = new ArrayList<String>();
        for (StringType line : stated) {
            String text = Case.text(line.getValue());
            if (!text.isEmpty()) {
                lines.add(text);
            }
        }
        if (lines.size() <= 2) {
            return List.of(
                    lines.isEmpty() ? "" : lines.get(0), lines.size() < 2 ? "" : lines.get(1));
        }
        for (int first = lines.size() - 1; first > 0; first--) {
            String one = String.join(" ", lines.subList(0, first));
            String two = String.join(" ", lines.subList(first, lines.size()));
            if (one.length() <= STREET && two.length() <= STREET) {
                return List.of(one, two);
            }
        }
        return List.of();
    }
}

package org.openmso.fhir;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
    private People() {}

    /** A Patient or RelatedPerson. */
    static Person person(Case of, Resource resource, String path) {
        if (resource instanceof Patient patient) {
            Optional<LocalDate> death = Optional.empty();
            if (patient.getDeceased() instanceof DateTimeType time) {
                death = of.day(time, path + ".deceased");
            }
            return person(
                    name(of, patient.getName()),
                    of.day(patient.getBirthDateElement(), path + ".birthDate"),
                    death,
                    gender(of, patient.getGenderElement(), path + ".gender"),
                    home(of, patient.getAddress()));
        }
        var related = (RelatedPerson) resource;
        return person(
                name(of, related.getName()),
                of.day(related.getBirthDateElement(), path + ".birthDate"),
                Optional.empty(),
                gender(of, related.getGenderElement(), path + ".gender"),
                home(of, related.getAddress()));
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

    private static Gender gender(Case of, Enumeration<AdministrativeGender> element, String path) {
        AdministrativeGender gender = element.getValue();
        if (gender == AdministrativeGender.FEMALE) {
            return Gender.F;
        }
        if (gender == AdministrativeGender.MALE) {
            return Gender.M;
        }
        if (gender == null && Case.text(element.getValueAsString()).isEmpty()) {
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
    static Address home(Case of, List<org.hl7.fhir.r4.model.Address> addresses) {
        return best(of, addresses, AddressUse.HOME, false);
    }

    /** Where an organization is: a street address before a postal one. */
    static Address site(Case of, List<org.hl7.fhir.r4.model.Address> addresses) {
        return best(of, addresses, AddressUse.WORK, true);
    }

    private static Address best(
            Case of,
            List<org.hl7.fhir.r4.model.Address> addresses,
            AddressUse preferred,
            boolean street) {
        org.hl7.fhir.r4.model.Address best = null;
        int bestRank = Integer.MAX_VALUE;
        for (org.hl7.fhir.r4.model.Address address : addresses) {
            AddressUse use = address.getUse();
            boolean old = use == AddressUse.OLD || of.isOver(address.getPeriod());
            int rank = old ? 8 : use == preferred ? 0 : 1;
            if (street && address.getType() == AddressType.POSTAL) {
                rank += 4;
            }
            if (rank < bestRank) {
                best = address;
                bestRank = rank;
            }
        }
        return best == null ? Address.NONE : address(best);
    }

    static Address address(org.hl7.fhir.r4.model.Address address) {
        return new Address(
                at(address.getLine(), 0),
                at(address.getLine(), 1),
                Case.text(address.getCity()),
                Case.text(address.getState()).toUpperCase(Locale.ROOT),
                Case.text(address.getPostalCode()).replace("-", ""));
    }
}

package org.openmso.fhir;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.openmso.api.billing.Address;
import org.openmso.api.billing.BillingProvider;
import org.openmso.api.billing.BillingProvider.TaxIdKind;
import org.openmso.api.billing.Provider;
import org.openmso.api.billing.ServiceLine;
import org.openmso.fhir.References.Home;
import org.openmso.fhir.References.Target;

/** Who bills and who treats: Organizations, Practitioners and their roles. */
final class Providers {
    static final Set<String> NPI =
            Set.of("http://hl7.org/fhir/sid/us-npi", "urn:oid:2.16.840.1.113883.4.6");

    private static final Set<String> EIN =
            Set.of("urn:oid:2.16.840.1.113883.4.4", "http://hl7.org/fhir/sid/us-ein");
    private static final Set<String> SSN =
            Set.of("http://hl7.org/fhir/sid/us-ssn", "urn:oid:2.16.840.1.113883.4.1");
    private static final List<Class<? extends Resource>> TYPES =
            List.of(Organization.class, Practitioner.class, PractitionerRole.class);

    private static final int MOST_LEVELS = 20;

    private final Case of;

    Providers(Case of) {
        this.of = of;
    }

    /**
     * Who bills.
     *
     * @param provider what goes on the claim
     * @param practitioner who treats, when the reference named a person working for who bills
     */
    record Billing(BillingProvider provider, Optional<Provider> practitioner) {}

    private record TaxId(TaxIdKind kind, String number) {
        static final TaxId NONE = new TaxId(TaxIdKind.EI, "");
    }

    /** The Claim's provider: an Organization bills, and so does that of a role. */
    Optional<Billing> billing(Home from, Reference reference, String path) {
        var target = of.follow(from, reference, path, TYPES);
        if (target.isEmpty()) {
            return Optional.empty();
        }
        Target<Resource> found = target.get();
        if (found.resource() instanceof PractitionerRole role) {
            return ofRole(role, found, path + ".resolve()");
        }
        if (found.resource() instanceof Organization organization) {
            return Optional.of(
                    new Billing(
                            organization(cast(found, organization), path, ""), Optional.empty()));
        }
        var person = (Practitioner) found.resource();
        return Optional.of(new Billing(person(cast(found, person), path, ""), Optional.empty()));
    }

    /**
     * Tells that nobody is named who treated, where an organization bills: payers take its number
     * for no clinician's. A member or charge that could not be read is told for itself.
     *
     * @param path where who treated would be named
     */
    static void checkRendered(
            Case of,
            Optional<Billing> billing,
            Optional<Provider> rendering,
            List<ServiceLine> lines,
            String path) {
        boolean organization =
                billing.filter(bills -> bills.provider().provider().organization()).isPresent();
        boolean named =
                rendering.isPresent()
                        || lines.stream().allMatch(line -> line.rendering().isPresent());
        if (organization && !named && !of.isTold(Reason.RENDERING_UNCLEAR, path)) {
            of.problem(
                    Reason.NOBODY_RENDERED,
                    path,
                    "An organization bills, and nobody is named who treated.");
        }
    }

    private Optional<Billing> ofRole(PractitionerRole role, Target<Resource> found, String path) {
        String taxonomy = taxonomy(role.getSpecialty());
        if (References.isAbsent(role.getOrganization())) {
            return of.follow(
                            found.home(),
                            role.getPractitioner(),
                            path + ".practitioner",
                            Practitioner.class)
                    .map(person -> person(person, path + ".practitioner", taxonomy))
                    .map(bills -> new Billing(bills, Optional.empty()));
        }
        Optional<Provider> practitioner =
                References.isAbsent(role.getPractitioner())
                        ? Optional.empty()
                        : ofRole(found, role, path);
        return of.follow(
                        found.home(),
                        role.getOrganization(),
                        path + ".organization",
                        Organization.class)
                .map(org -> organization(org, path + ".organization", taxonomy))
                .map(bills -> new Billing(bills, practitioner));
    }

    private BillingProvider organization(
            Target<Organization> target, String path, String taxonomy) {
        Organization organization = target.resource();
        String npi = npi(organization.getIdentifier(), target.name(), path);
        Optional<TaxId> taxId = Optional.empty();
        Address address = Address.NONE;
        // A department may leave tax id and address to the organization it is part of.
        var seen = new HashSet<Organization>();
        Optional<Target<Organization>> at = Optional.of(target);
        boolean circle = false;
        while (at.isPresent() && (taxId.isEmpty() || address.isEmpty())) {
            Organization level = at.get().resource();
            if (!seen.add(level) || seen.size() > MOST_LEVELS) {
                circle = true;
                break;
            }
            taxId = taxId.or(() -> taxId(of, level.getIdentifier(), path));
            address = address.isEmpty() ? site(level.getAddress(), path) : address;
            at = of.consult(at.get().home(), level.getPartOf(), Organization.class);
        }
        if (taxId.isEmpty()) {
            if (circle) {
                of.problem(
                        Reason.CYCLE,
                        path + ".resolve().partOf",
                        target.name() + " is, over several steps, part of itself.");
            } else {
                of.problem(Reason.TAX_ID, path, target.name() + " has no tax id.");
            }
        }
        String code = taxonomy.isEmpty() ? taxonomy(organization.getType()) : taxonomy;
        var provider = new Provider(true, Case.text(organization.getName()), "", npi, code);
        return billing(provider, address, taxId);
    }

    private BillingProvider person(Target<Practitioner> target, String path, String taxonomy) {
        Practitioner person = target.resource();
        Provider provider = provider(target, taxonomy, path);
        Optional<TaxId> taxId = taxId(of, person.getIdentifier(), path);
        if (taxId.isEmpty()) {
            of.problem(Reason.TAX_ID, path, target.name() + " has no tax id.");
        }
        Address address = site(person.getAddress(), path);
        return billing(provider, address, taxId);
    }

    private Address site(List<org.hl7.fhir.r4.model.Address> addresses, String path) {
        return People.site(of, addresses, path + ".resolve()", People.Need.REQUIRED);
    }

    private static BillingProvider billing(
            Provider provider, Address address, Optional<TaxId> taxId) {
        TaxId tax = taxId.orElse(TaxId.NONE);
        return new BillingProvider(provider, address, tax.kind, tax.number);
    }

    /** A clinician or organization that treats, refers or supervises. */
    Optional<Provider> provider(Home from, Reference reference, String path) {
        return of.follow(from, reference, path, TYPES)
                .flatMap(
                        found -> {
                            if (found.resource() instanceof PractitionerRole role) {
                                return ofRole(found, role, path + ".resolve()");
                            }
                            if (found.resource() instanceof Organization organization) {
                                return Optional.of(provider(cast(found, organization), path));
                            }
                            var person = (Practitioner) found.resource();
                            return Optional.of(provider(cast(found, person), "", path));
                        });
    }

    private Optional<Provider> ofRole(Target<Resource> found, PractitionerRole role, String path) {
        String taxonomy = taxonomy(role.getSpecialty());
        String at = path + ".practitioner";
        return of.follow(found.home(), role.getPractitioner(), at, Practitioner.class)
                .map(person -> provider(person, taxonomy, at));
    }

    private Provider provider(Target<Organization> target, String path) {
        Organization organization = target.resource();
        return new Provider(
                true,
                Case.text(organization.getName()),
                "",
                npi(organization.getIdentifier(), target.name(), path),
                taxonomy(organization.getType()));
    }

    private Provider provider(Target<Practitioner> target, String taxonomy, String path) {
        Practitioner person = target.resource();
        HumanName name = People.name(of, person.getName());
        return new Provider(
                false,
                Case.text(name.getFamily()),
                People.at(name.getGiven(), 0),
                npi(person.getIdentifier(), target.name(), path),
                taxonomy.isEmpty() ? qualification(person) : taxonomy);
    }

    private static String qualification(Practitioner person) {
        for (var qualification : person.getQualification()) {
            Optional<String> code = Codes.ofSystem(qualification.getCode(), Codes.TAXONOMY);
            if (code.isPresent()) {
                return code.get();
            }
        }
        return "";
    }

    private static String taxonomy(List<CodeableConcept> concepts) {
        return Codes.ofSystem(concepts, Codes.TAXONOMY).orElse("");
    }

    private String npi(List<Identifier> identifiers, String name, String path) {
        String npi = value(of, identifiers, NPI, path + ".resolve()");
        if (npi.isEmpty()) {
            of.problem(Reason.NPI_MISSING, path, name + " has no NPI.");
        }
        return npi;
    }

    private static Optional<TaxId> taxId(Case of, List<Identifier> identifiers, String path) {
        String ein = value(of, identifiers, EIN, path + ".resolve()");
        for (Identifier identifier : identifiers) {
            // A social security number is of type TAX too; it must not go out as an EIN.
            boolean social =
                    SSN.contains(Case.text(identifier.getSystem()))
                            || Codes.has(identifier.getType(), "SS");
            if (ein.isEmpty()
                    && !social
                    && Codes.has(identifier.getType(), "TAX")
                    && isCurrent(of, identifier)) {
                ein = Case.text(identifier.getValue());
            }
        }
        if (!ein.isEmpty()) {
            return Optional.of(new TaxId(TaxIdKind.EI, ein.replace("-", "")));
        }
        String ssn = value(of, identifiers, SSN, path + ".resolve()");
        return ssn.isEmpty()
                ? Optional.empty()
                : Optional.of(new TaxId(TaxIdKind.SY, ssn.replace("-", "")));
    }

    /** Whether an identifier has a value and is not an old one on the day of service. */
    static boolean isCurrent(Case of, Identifier identifier) {
        return identifier.hasValue()
                && identifier.getUse() != Identifier.IdentifierUse.OLD
                && !of.isOver(identifier.getPeriod());
    }

    /**
     * The value of an identifier of one of these systems that is not an old one: of the official
     * ones, if any is. Several that differ are told.
     *
     * @param path of the resource
     */
    static String value(Case of, List<Identifier> identifiers, Set<String> systems, String path) {
        String found = "";
        boolean official = false;
        boolean differ = false;
        for (Identifier identifier : identifiers) {
            String system = identifier.getSystem();
            if (system == null || !systems.contains(system) || !isCurrent(of, identifier)) {
                continue;
            }
            String value = Case.text(identifier.getValue());
            boolean better = identifier.getUse() == Identifier.IdentifierUse.OFFICIAL && !official;
            if (found.isEmpty() || better) {
                found = value;
                official |= better;
                differ = false;
            } else if (!official || identifier.getUse() == Identifier.IdentifierUse.OFFICIAL) {
                differ |= !value.replace("-", "").equals(found.replace("-", ""));
            }
        }
        if (differ) {
            of.problem(
                    Reason.STATEMENTS_DIFFER,
                    path + ".identifier",
                    "There are several identifiers of one kind, which differ.");
        }
        return found;
    }

    private static <T extends Resource> Target<T> cast(Target<Resource> found, T resource) {
        return new Target<>(resource, found.home(), found.name());
    }
}

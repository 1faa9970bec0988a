package org.openmso.fhir;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Reference;
import org.openmso.api.billing.Address;
import org.openmso.api.billing.Facility;
import org.openmso.fhir.References.Target;

/** Where services take place: Locations, and the place of service codes they stand for. */
final class Places {
    /** Places of service where a patient stays: the claim then says from when to when. */
    private static final Set<String> INPATIENT = Set.of("21", "51", "61");

    private final Case of;

    Places(Case of) {
        this.of = of;
    }

    static boolean isInpatient(String placeOfService) {
        return INPATIENT.contains(placeOfService);
    }

    /** The places of service that a Location's types or an item's place stand for. */
    static Set<String> codes(List<CodeableConcept> types) {
        var codes = new LinkedHashSet<String>();
        for (CodeableConcept type : types) {
            for (Coding coding : type.getCoding()) {
                String code = Case.text(coding.getCode());
                if (Codes.PLACE_OF_SERVICE.equals(coding.getSystem()) && !code.isEmpty()) {
                    codes.add(code);
                }
            }
        }
        return codes;
    }

    /** The one that is meant; several block, for the payer's price hangs on it. */
    Optional<String> one(Set<String> codes, String path) {
        if (codes.size() > 1) {
            of.problem(
                    Reason.PLACE_OF_SERVICE,
                    path,
                    "Several places of service are told, which differ.");
        }
        return codes.stream().findFirst();
    }

    /** Whether a place has codes, in whatever system. */
    static boolean isCoded(List<CodeableConcept> types) {
        return types.stream()
                .flatMap(type -> type.getCoding().stream())
                .anyMatch(coding -> !Case.text(coding.getCode()).isEmpty());
    }

    /** What of a place's codes is of another system, for where the place of service is missing. */
    static Optional<String> otherSystem(List<CodeableConcept> types) {
        for (CodeableConcept type : types) {
            for (Coding coding : type.getCoding()) {
                Optional<String> system = Quotes.reference(Case.text(coding.getSystem()));
                Optional<String> code = Quotes.code(Case.text(coding.getCode()));
                if (system.isPresent() && code.isPresent()) {
                    return Optional.of(
                            "Code "
                                    + code.get()
                                    + " has the system "
                                    + system.get()
                                    + "; a place of service has "
                                    + Codes.PLACE_OF_SERVICE
                                    + ".");
                }
            }
        }
        return Optional.empty();
    }

    /** The place of service that the practice has set for the class of an Encounter. */
    Optional<String> ofClass(Encounter encounter) {
        return of.settings().placeOfService(Case.text(encounter.getClass_().getCode()));
    }

    /**
     * Where a Location is: its own address, else that of who manages it.
     *
     * @param path how a problem names it
     */
    Address address(Target<Location> target, String path) {
        Location location = target.resource();
        return location.hasAddress()
                ? People.address(of, location.getAddress(), path, People.Need.REQUIRED)
                : manager(target)
                        .map(org -> People.site(of, org.getAddress(), path, People.Need.REQUIRED))
                        .orElse(Address.NONE);
    }

    /** The facility, unless it is where the billing provider is. */
    Optional<Facility> facility(
            Target<Location> target, Address address, Address billing, String path) {
        Location location = target.resource();
        if (address.isEmpty() || address.equals(billing)) {
            return Optional.empty();
        }
        Optional<Organization> manager = manager(target);
        String name = Case.text(location.getName());
        String npi = Providers.value(of, location.getIdentifier(), Providers.NPI, path);
        if (manager.isPresent()) {
            name = name.isEmpty() ? Case.text(manager.get().getName()) : name;
            npi =
                    npi.isEmpty()
                            ? Providers.value(
                                    of, manager.get().getIdentifier(), Providers.NPI, path)
                            : npi;
        }
        return Optional.of(new Facility(name, npi, address));
    }

    private Optional<Organization> manager(Target<Location> target) {
        Reference manager = target.resource().getManagingOrganization();
        return of.consult(target.home(), manager, Organization.class).map(Target::resource);
    }
}

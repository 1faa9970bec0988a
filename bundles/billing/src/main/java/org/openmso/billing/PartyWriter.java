package org.openmso.billing;

import java.io.IOException;
import org.openmso.api.billing.Address;
import org.openmso.api.billing.Payer;
import org.openmso.api.billing.Person;
import org.openmso.api.billing.Provider;

/** Writes who takes part: NM1 with its N3 and N4, PRV. */
final class PartyWriter {
    private final SegmentWriter out;

    PartyWriter(SegmentWriter out) {
        this.out = out;
    }

    /** NM1 of a provider, by NPI. */
    void provider(String entity, Provider provider) throws IOException {
        out.segment("NM1").el(entity).el(provider.organization() ? "2" : "1");
        out.el(provider.name(), X12Text.NAME);
        if (provider.organization()) {
            out.skip();
        } else {
            out.el(provider.firstName(), X12Text.FIRST_NAME);
        }
        out.skip(3).el("XX").el(provider.npi()).end();
    }

    /** NM1 of an organization, by a number of some kind, or by none when the number is empty. */
    void organization(String entity, String name, String qualifier, String id) throws IOException {
        out.segment("NM1").el(entity).el("2").el(name, X12Text.NAME);
        if (!id.isEmpty()) {
            out.skip(4).el(qualifier).el(id);
        }
        out.end();
    }

    /** NM1 of a subscriber, by member id. */
    void subscriber(Person person, String memberId) throws IOException {
        name("IL", person);
        out.el("MI").el(memberId).end();
    }

    /** NM1 of a patient who is not the subscriber. */
    void patient(Person person) throws IOException {
        name("QC", person);
        out.end();
    }

    /** NM1 of a payer with its address, when that is known. */
    void payer(Payer payer) throws IOException {
        organization("PR", payer.name(), "PI", payer.id());
        optionalAddress(payer.address());
    }

    /** N3 and N4. */
    void address(Address address) throws IOException {
        out.segment("N3").el(address.line1(), X12Text.STREET);
        out.el(address.line2(), X12Text.STREET).end();
        out.segment("N4").el(address.city(), X12Text.CITY);
        out.el(address.state()).el(address.postalCode()).end();
    }

    /** N3 and N4 when nothing is wrong with the address. */
    void optionalAddress(Address address) throws IOException {
        if (Parties.isWritable(address)) {
            address(address);
        }
    }

    /** DMG: day of birth and gender. */
    void demographics(Person person) throws IOException {
        out.segment("DMG").el("D8").el(person.birthDate().orElseThrow());
        out.el(person.gender().name()).end();
    }

    /** PRV, when the taxonomy is known. */
    void taxonomy(String role, Provider provider) throws IOException {
        if (!provider.taxonomy().isEmpty()) {
            out.segment("PRV").el(role).el("PXC").el(provider.taxonomy()).end();
        }
    }

    private void name(String entity, Person person) throws IOException {
        out.segment("NM1").el(entity).el("1").el(person.lastName(), X12Text.NAME);
        out.el(person.firstName(), X12Text.FIRST_NAME).el(person.middleName(), X12Text.MIDDLE_NAME);
        out.skip().el(person.suffix(), X12Text.SUFFIX);
    }
}

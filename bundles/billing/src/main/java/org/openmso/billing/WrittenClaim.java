package org.openmso.billing;

import org.openmso.api.billing.Address;
import org.openmso.api.billing.BillingProvider;
import org.openmso.api.billing.Coverage;
import org.openmso.api.billing.Payer;
import org.openmso.api.billing.Person;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.billing.Provider;

/**
 * A claim that waits for its transaction set. Its own loops (2300 to 2420) are written already: the
 * bytes are a fraction of the objects they are made of, and thousands wait. Its parties are kept,
 * because claims are grouped by them, but nothing of them that X12 does not carry: an EHR may put
 * megabytes into a name.
 *
 * @param billing who bills
 * @param coverage the insurance billed
 * @param patient the patient
 * @param loops the claim's own segments
 * @param segments how many they are
 */
record WrittenClaim(
        BillingProvider billing, Coverage coverage, Person patient, byte[] loops, long segments) {
    /** What the parties of a claim that passed the scrub take at most, once they are cut. */
    private static final int PARTIES = 4_096;

    /** The parties of a claim that passed the scrub, with its loops. */
    static WrittenClaim of(ProfessionalClaim claim, byte[] loops, long segments) {
        return new WrittenClaim(
                cut(claim.billingProvider()),
                cut(claim.coverage()),
                cut(claim.patient()),
                loops,
                segments);
    }

    /** How much memory it holds, in bytes, not less. */
    int size() {
        return PARTIES + loops.length;
    }

    // Each returns what it was given unless something is too long: nearly always, and equal
    // parties of claims stay one object.

    private static BillingProvider cut(BillingProvider billing) {
        Provider provider = billing.provider();
        String name = cut(provider.name(), X12Text.NAME);
        String first = cut(provider.firstName(), X12Text.FIRST_NAME);
        Address address = cut(billing.address());
        return name == provider.name()
                        && first == provider.firstName()
                        && address == billing.address()
                ? billing
                : new BillingProvider(
                        new Provider(
                                provider.organization(),
                                name,
                                first,
                                provider.npi(),
                                provider.taxonomy()),
                        address,
                        billing.taxIdKind(),
                        billing.taxId());
    }

    private static Coverage cut(Coverage coverage) {
        Payer payer = cut(coverage.payer());
        Person subscriber = cut(coverage.subscriber());
        String group = cut(coverage.groupName(), X12Text.NAME);
        return payer == coverage.payer()
                        && subscriber == coverage.subscriber()
                        && group == coverage.groupName()
                ? coverage
                : new Coverage(
                        payer,
                        coverage.responsibility(),
                        subscriber,
                        coverage.memberId(),
                        coverage.groupNumber(),
                        group,
                        coverage.relationship(),
                        coverage.insuranceType(),
                        coverage.from(),
                        coverage.to());
    }

    private static Payer cut(Payer payer) {
        String name = cut(payer.name(), X12Text.NAME);
        Address address = cut(payer.address());
        return name == payer.name() && address == payer.address()
                ? payer
                : new Payer(name, payer.id(), payer.filingIndicator(), address);
    }

    private static Person cut(Person person) {
        String last = cut(person.lastName(), X12Text.NAME);
        String first = cut(person.firstName(), X12Text.FIRST_NAME);
        String middle = cut(person.middleName(), X12Text.MIDDLE_NAME);
        String suffix = cut(person.suffix(), X12Text.SUFFIX);
        Address address = cut(person.address());
        return last == person.lastName()
                        && first == person.firstName()
                        && middle == person.middleName()
                        && suffix == person.suffix()
                        && address == person.address()
                ? person
                : new Person(
                        last,
                        first,
                        middle,
                        suffix,
                        person.birthDate(),
                        person.deathDate(),
                        person.gender(),
                        address);
    }

    /** An address that cannot be written is none; one that must be written has passed the scrub. */
    private static Address cut(Address address) {
        if (!Parties.isWritable(address)) {
            return Address.NONE;
        }
        String line1 = cut(address.line1(), X12Text.STREET);
        String line2 = cut(address.line2(), X12Text.STREET);
        String city = cut(address.city(), X12Text.CITY);
        return line1 == address.line1() && line2 == address.line2() && city == address.city()
                ? address
                : new Address(line1, line2, city, address.state(), address.postalCode());
    }

    private static String cut(String text, int max) {
        return text.length() <= max ? text : X12Text.clean(text, max);
    }
}

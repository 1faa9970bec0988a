package org.openmso.billing;

import java.util.Arrays;
import java.util.Optional;
import org.openmso.api.billing.Frequency;
import org.openmso.api.billing.Person;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.billing.ServiceLine;

/**
 * What a batch already holds. A service is the same when patient, billing NPI, payer, day, code,
 * modifiers and charge are, as the payer sees them: names are compared as written. A replacement or
 * void repeats a service on purpose and counts for none. A replacement changes what the payer has
 * already, so an original for the same patient, billing NPI, payer and day beside it is suspect,
 * whatever its services: these are what it corrects. Only claims that go into the interchange are
 * remembered, by hashes; of one that a later claim may name, its number too. For one thread.
 */
final class Duplicates {
    private final KeySet numbers = new KeySet(false);
    private final KeySet services = new KeySet(false);
    private final KeySet originals = new KeySet(true);
    private final KeySet replacements = new KeySet(true);
    private final ClaimNumbers remembered = new ClaimNumbers();
    private final KeyHash common = new KeyHash();
    private final KeyHash hash = new KeyHash();
    private final KeyHash modifier = new KeyHash();
    // Of the claim checked last: its number, then its days, then its services, two words each.
    private long[] keys = new long[16];
    private int size;
    private int days;
    private boolean isReplacement;
    private String number = "";

    /** Adds what the claim repeats of earlier claims of the batch. */
    void check(ProfessionalClaim claim, Findings found) {
        size = 0;
        number = claim.number();
        number(claim);
        if (isKnown(numbers)) {
            found.add(Reason.NUMBER_TWICE, "", "CLM01");
        }
        days = size;
        if (claim.frequency() == Frequency.VOID) {
            return;
        }
        common(claim);
        isReplacement = claim.frequency() == Frequency.REPLACEMENT;
        beside(claim, isReplacement ? originals : replacements)
                .ifPresent(
                        other -> found.add(Reason.REPLACEMENT_BESIDE.at("CLM05-3", told(other))));
        days = size;
        if (isReplacement) {
            return;
        }
        int number = 0;
        for (ServiceLine line : claim.lines()) {
            number++;
            service(line);
            if (isKnown(services)) {
                found.add(Reason.SERVICE_TWICE_IN_BATCH, "2400", number, "SV101-2");
            }
        }
    }

    /** Remembers the claim that {@link #check} has just passed. */
    void rememberChecked() {
        numbers.add(keys[0], keys[1], 0);
        int place = days > 2 ? remembered.add(number) : 0;
        for (int i = 2; i < days; i += 2) {
            (isReplacement ? replacements : originals).add(keys[i], keys[i + 1], place);
        }
        for (int i = days; i < size; i += 2) {
            services.add(keys[i], keys[i + 1], 0);
        }
    }

    private String told(String other) {
        return isReplacement
                ? "Claim "
                        + other
                        + " of the batch is an original for the same patient, payer and day; this"
                        + " one is a replacement."
                : "Claim "
                        + other
                        + " of the batch is a replacement for the same patient, payer and day; this"
                        + " one is an original.";
    }

    /** The number of a claim of the other kind that has one of its days. */
    private Optional<String> beside(ProfessionalClaim claim, KeySet others) {
        var other = Optional.<String>empty();
        long before = Long.MIN_VALUE;
        for (ServiceLine line : claim.lines()) {
            long day = line.from().toEpochDay();
            if (day != before) {
                hash.copyFrom(common);
                hash.add(day);
                if (isKnown(others) && other.isEmpty()) {
                    int place = others.value(keys[size - 2], keys[size - 1]);
                    other = Optional.of(remembered.get(place));
                }
                before = day;
            }
        }
        return other;
    }

    private boolean isKnown(KeySet set) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
        }
        keys[size++] = hash.high();
        keys[size++] = hash.low();
        return set.contains(keys[size - 2], keys[size - 1]);
    }

    /**
     * A void may carry the number of the claim it cancels, beside its correction; an original and
     * its replacement may not share one, for the payer's answers could be to either.
     */
    private void number(ProfessionalClaim claim) {
        hash.reset();
        hash.add(claim.frequency() == Frequency.VOID ? 1 : 0).add(claim.number());
    }

    private void common(ProfessionalClaim claim) {
        Person patient = claim.patient();
        common.reset();
        common.add(claim.billingProvider().provider().npi()).add(claim.coverage().payer().id());
        common.add(claim.coverage().memberId());
        common.add(written(patient.lastName(), X12Text.NAME));
        common.add(written(patient.firstName(), X12Text.FIRST_NAME));
        common.add(patient.birthDate().isPresent() ? patient.birthDate().get().toEpochDay() : 0);
    }

    /** What the payer sees, but for small letters, which the hash takes as capitals. */
    private static String written(String text, int max) {
        return X12Text.isPlain(text, max) ? text : X12Text.clean(text, max);
    }

    private void service(ServiceLine line) {
        hash.copyFrom(common);
        hash.add(line.from().toEpochDay()).add(line.procedure()).add(line.charge().cents());
        long modifiers = 0;
        for (String code : line.modifiers()) {
            modifier.reset();
            // A sum, because the order of modifiers does not make another service.
            modifiers += modifier.add(code).high();
        }
        hash.add(modifiers);
    }
}

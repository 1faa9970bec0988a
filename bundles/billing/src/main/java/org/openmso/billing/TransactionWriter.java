package org.openmso.billing;

import java.io.IOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openmso.api.billing.BillingProvider;
import org.openmso.api.billing.Coverage;
import org.openmso.api.billing.Payer;
import org.openmso.api.billing.Person;

/**
 * Writes one transaction set (ST to SE): claims grouped by billing provider, then subscriber, then
 * patient, each group where its first claim stood.
 *
 * <p>A subscriber who is the patient and the same subscriber's dependants stand in two loops 2000B,
 * because SBR02 says which of the two it is.
 */
final class TransactionWriter {
    // 2300 may repeat 100 times in one HL; a patient with more gets a second one.
    private static final int MOST_CLAIMS_OF_PATIENT = 100;

    private final SegmentWriter out;
    private final PartyWriter party;
    private final BillingSettings settings;
    private long hl;

    TransactionWriter(SegmentWriter out, BillingSettings settings) {
        this.out = out;
        this.party = new PartyWriter(out);
        this.settings = settings;
    }

    /**
     * Writes a transaction set.
     *
     * @param control ST02 and SE02, 4 to 9 digits
     * @param reference BHT03
     */
    void write(List<WrittenClaim> claims, String control, String reference, LocalDateTime now)
            throws IOException {
        long before = out.segments();
        hl = 0;
        out.segment("ST").el("837").el(control).el(Envelope.VERSION).end();
        out.segment("BHT").el("0019").el("00").el(reference).el(now.toLocalDate());
        out.el(Envelope.time(now)).el("CH").end();
        party.organization("41", settings.submitterName(), "46", settings.submitterId());
        out.segment("PER").el("IC").el(settings.contact(), X12Text.NAME);
        out.el("TE").el(settings.phone()).end();
        party.organization("40", settings.receiverName(), "46", settings.receiverId());
        for (var provider : grouped(claims).entrySet()) {
            billingProvider(provider.getKey(), provider.getValue());
        }
        long count = out.segments() - before + 1;
        out.segment("SE").el(count).el(control).end();
    }

    /** SBR03 to SBR09 of a coverage, in 2000B and 2320. */
    static void group(SegmentWriter out, Coverage coverage) throws IOException {
        out.el(coverage.groupNumber());
        out.el(coverage.groupNumber().isEmpty() ? coverage.groupName() : "", X12Text.NAME);
        out.el(coverage.insuranceType()).skip(3).el(coverage.payer().filingIndicator());
    }

    private void billingProvider(
            BillingProvider billing, Map<SubscriberKey, List<WrittenClaim>> subscribers)
            throws IOException {
        long own = ++hl;
        out.segment("HL").el(own).skip().el("20").el("1").end();
        party.taxonomy("BI", billing.provider());
        party.provider("85", billing.provider());
        party.address(billing.address());
        out.segment("REF").el(billing.taxIdKind().name()).el(billing.taxId()).end();
        for (var subscriber : subscribers.values()) {
            if (subscriber.get(0).coverage().isSelf()) {
                patientIsSubscriber(own, subscriber);
            } else {
                dependants(own, subscriber);
            }
        }
    }

    private void patientIsSubscriber(long parent, List<WrittenClaim> claims) throws IOException {
        for (int from = 0; from < claims.size(); from += MOST_CLAIMS_OF_PATIENT) {
            WrittenClaim first = claims.get(from);
            Person patient = first.patient();
            subscriber(parent, "0", first.coverage());
            death("", patient);
            party.subscriber(patient, first.coverage().memberId());
            party.address(patient.address());
            party.demographics(patient);
            party.payer(first.coverage().payer());
            claims(claims, from);
        }
    }

    private void dependants(long parent, List<WrittenClaim> claims) throws IOException {
        Coverage coverage = claims.get(0).coverage();
        subscriber(parent, "1", coverage);
        long own = hl;
        party.subscriber(coverage.subscriber(), coverage.memberId());
        party.payer(coverage.payer());
        var patients = new LinkedHashMap<PatientKey, List<WrittenClaim>>();
        for (WrittenClaim claim : claims) {
            var key = new PatientKey(claim.patient(), claim.coverage().relationship());
            patients.computeIfAbsent(key, k -> new ArrayList<>(2)).add(claim);
        }
        for (var patient : patients.entrySet()) {
            for (int from = 0; from < patient.getValue().size(); from += MOST_CLAIMS_OF_PATIENT) {
                patient(own, patient.getKey());
                claims(patient.getValue(), from);
            }
        }
    }

    private void subscriber(long parent, String hasChildren, Coverage coverage) throws IOException {
        out.segment("HL").el(++hl).el(parent).el("22").el(hasChildren).end();
        out.segment("SBR").el(coverage.responsibility());
        out.el(coverage.isSelf() ? Coverage.SELF : "");
        group(out, coverage);
        out.end();
    }

    private void patient(long parent, PatientKey key) throws IOException {
        out.segment("HL").el(++hl).el(parent).el("23").el("0").end();
        Person patient = key.patient();
        if (patient.deathDate().isPresent()) {
            death(key.relationship(), patient);
        } else {
            out.segment("PAT").el(key.relationship()).end();
        }
        party.patient(patient);
        party.address(patient.address());
        party.demographics(patient);
    }

    private void death(String relationship, Person patient) throws IOException {
        if (patient.deathDate().isPresent()) {
            out.segment("PAT").el(relationship).skip(3).el("D8");
            out.el(patient.deathDate().get()).end();
        }
    }

    private void claims(List<WrittenClaim> claims, int from) throws IOException {
        int to = Math.min(claims.size(), from + MOST_CLAIMS_OF_PATIENT);
        for (int i = from; i < to; i++) {
            out.raw(claims.get(i).loops(), claims.get(i).segments());
        }
    }

    private static Map<BillingProvider, Map<SubscriberKey, List<WrittenClaim>>> grouped(
            List<WrittenClaim> claims) {
        var providers =
                new LinkedHashMap<BillingProvider, Map<SubscriberKey, List<WrittenClaim>>>();
        BillingProvider last = null;
        Map<SubscriberKey, List<WrittenClaim>> subscribers = Map.of();
        for (WrittenClaim claim : claims) {
            // Most claims of a batch are of one provider: comparing is cheaper than hashing.
            if (!claim.billing().equals(last)) {
                last = claim.billing();
                subscribers = providers.computeIfAbsent(last, k -> new LinkedHashMap<>());
            }
            subscribers
                    .computeIfAbsent(SubscriberKey.of(claim), k -> new ArrayList<>(2))
                    .add(claim);
        }
        return providers;
    }

    /**
     * What claims of one loop 2000B have in common; the period of coverage is not written. Java 17
     * keeps the class loader of a record for ever whose generated {@code equals} or {@code
     * hashCode} has run, so keys have written ones.
     */
    private record SubscriberKey(
            Person person,
            boolean self,
            String memberId,
            String responsibility,
            String groupNumber,
            String groupName,
            String insuranceType,
            Payer payer) {
        static SubscriberKey of(WrittenClaim claim) {
            Coverage coverage = claim.coverage();
            boolean self = coverage.isSelf();
            return new SubscriberKey(
                    self ? claim.patient() : coverage.subscriber(),
                    self,
                    coverage.memberId(),
                    coverage.responsibility(),
                    coverage.groupNumber(),
                    coverage.groupName(),
                    coverage.insuranceType(),
                    coverage.payer());
        }

        /** By id and name, which tell nearly all apart: cheaper than hashing every part. */
        @Override
        public int hashCode() {
            int names = person.lastName().hashCode() * 31 + person.firstName().hashCode();
            return memberId.hashCode() * 31 + names;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof SubscriberKey key
                    && self == key.self
                    && memberId.equals(key.memberId)
                    && responsibility.equals(key.responsibility)
                    && groupNumber.equals(key.groupNumber)
                    && groupName.equals(key.groupName)
                    && insuranceType.equals(key.insuranceType)
                    && payer.equals(key.payer)
                    && person.equals(key.person);
        }
    }

    /** What claims of one loop 2000C have in common; as to {@code equals} see above. */
    private record PatientKey(Person patient, String relationship) {
        @Override
        public int hashCode() {
            return patient.lastName().hashCode() * 31 + patient.firstName().hashCode();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof PatientKey key
                    && relationship.equals(key.relationship)
                    && patient.equals(key.patient);
        }
    }
}

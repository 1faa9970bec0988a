package org.openmso.fhir;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.ChargeItem;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.openmso.fhir.References.Home;
import org.openmso.fhir.References.Lost;
import org.openmso.fhir.References.Target;

/**
 * Which of several versions of one Claim or ChargeItem counts. What is sent twice with different
 * content is one bill all the same: the newest counts, where both tell which is newer, and a
 * withdrawn one withdraws those before it. Where they do not tell, nobody knows what to bill.
 */
final class Versions {
    /** More are not compared: they are no versions, but an id that stands for nothing. */
    private static final int MOST = 100;

    /** Digits of a version id that is a count. */
    private static final int DIGITS = 18;

    private final ResourceStore store;
    private final References references;

    Versions(ResourceStore store, References references) {
        this.store = store;
        this.references = references;
    }

    /** What a resource is among those of its id. */
    enum Standing {
        /** No other has another content. */
        ONLY,
        /** All others are older. */
        NEWEST,
        /** Another is newer: this one bills nothing. */
        OLDER,
        /** Another differs, and which is newer is not told. */
        UNCLEAR
    }

    /**
     * The standing of a resource among all that were read.
     *
     * @param id its id, or empty
     */
    Standing of(Stored stored, String id) {
        List<Long> others = store.namesakes(stored, id, MOST);
        if (others.isEmpty()) {
            return Standing.ONLY;
        }
        String content = content(stored);
        Version own = Version.of(stored);
        var standing = others.size() > MOST ? Standing.UNCLEAR : Standing.ONLY;
        for (long number : others) {
            Stored other = store.get(number);
            String another = content(other);
            if (another.isEmpty() || another.equals(content) || !areOne(stored, other)) {
                continue;
            }
            int order = own.compared(Version.of(other));
            if (order < 0) {
                return Standing.OLDER;
            }
            if (order == 0) {
                standing = Standing.UNCLEAR;
            } else if (standing == Standing.ONLY) {
                standing = Standing.NEWEST;
            }
        }
        return standing;
    }

    /**
     * Whether two of one id are one resource. In one input they are; in two, which may come from
     * two systems that count alike, only if they are of one patient, as far as that can be told.
     */
    private boolean areOne(Stored one, Stored other) {
        if (one.scope().is(other.scope())) {
            return true;
        }
        try {
            Optional<Target<Patient>> patient = patient(one);
            Optional<Target<Patient>> another = patient(other);
            return patient.isEmpty()
                    || another.isEmpty()
                    || SamePatient.areOne(references, patient.get(), another.get());
        } catch (Lost unknown) {
            return true;
        }
    }

    /** Of a charge that names none, the patient of its visit. */
    private Optional<Target<Patient>> patient(Stored stored) throws Lost {
        Target<Resource> target = references.stored(stored.number());
        Home home = target.home();
        Reference named;
        if (target.resource() instanceof Claim claim) {
            named = claim.getPatient();
        } else {
            var charge = (ChargeItem) target.resource();
            named = charge.getSubject();
            if (References.isAbsent(named) && !References.isAbsent(charge.getContext())) {
                Target<Resource> visit = references.visit(home, charge.getContext());
                named = ((Encounter) visit.resource()).getSubject();
                home = visit.home();
            }
        }
        if (References.isAbsent(named)) {
            return Optional.empty();
        }
        Target<Resource> found = references.follow(home, named, List.of(Patient.class));
        return Optional.of(new Target<>((Patient) found.resource(), found.home(), found.name()));
    }

    /** A hash of what a resource says; empty when its JSON is broken, so that it is refused. */
    private static String content(Stored stored) {
        byte[] text = stored.text();
        try {
            return ResourceKeys.scan(text, 0, text.length, "").content();
        } catch (IOException broken) {
            return "";
        }
    }

    /** The id of a resource, or empty; what is broken before its id has none, and is refused. */
    static String id(byte[] text, int from, int to) {
        try (JsonParser json = Limits.JSON.createParser(text, from, to - from)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    boolean isId = json.currentName().equals("id");
                    JsonToken value = json.nextToken();
                    if (isId) {
                        return value == JsonToken.VALUE_STRING ? json.getText() : "";
                    }
                    json.skipChildren();
                }
            }
        } catch (IOException broken) {
            return "";
        }
        return "";
    }

    /** What a resource tells of its version: a count, the time of its last change, or neither. */
    private record Version(Optional<Long> count, Optional<Instant> changed) {
        static Version of(Stored stored) {
            String id = "";
            String changed = "";
            byte[] text = stored.text();
            try (JsonParser json = Limits.JSON.createParser(text, 0, text.length)) {
                json.nextToken();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    boolean meta = json.currentName().equals("meta");
                    if (json.nextToken() == JsonToken.START_OBJECT && meta) {
                        while (json.nextToken() == JsonToken.FIELD_NAME) {
                            String name = json.currentName();
                            boolean told = json.nextToken() == JsonToken.VALUE_STRING;
                            if (told && name.equals("versionId")) {
                                id = json.getText();
                            } else if (told && name.equals("lastUpdated")) {
                                changed = json.getText();
                            } else {
                                json.skipChildren();
                            }
                        }
                    } else {
                        json.skipChildren();
                    }
                }
            } catch (IOException broken) {
                return new Version(Optional.empty(), Optional.empty());
            }
            String version = id.isEmpty() ? ReferenceKeys.version(stored.fullUrl()) : id;
            return new Version(count(version), instant(changed));
        }

        private static Optional<Long> count(String version) {
            boolean digits =
                    !version.isEmpty()
                            && version.length() <= DIGITS
                            && version.chars().allMatch(c -> c >= '0' && c <= '9');
            return digits ? Optional.of(Long.valueOf(version)) : Optional.empty();
        }

        private static Optional<Instant> instant(String text) {
            try {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeException untold) {
                return Optional.empty();
            }
        }

        /** Positive when it is newer, negative when older, 0 when not told or contradictory. */
        int compared(Version other) {
            int byCount = sign(count, other.count);
            int byTime = sign(changed, other.changed);
            boolean sameCount = count.isPresent() && count.equals(other.count);
            if (sameCount || byCount != 0 && byTime != 0 && byCount != byTime) {
                return 0;
            }
            return byCount != 0 ? byCount : byTime;
        }

        private static <T extends Comparable<T>> int sign(Optional<T> one, Optional<T> other) {
            return one.isPresent() && other.isPresent()
                    ? Integer.signum(one.get().compareTo(other.get()))
                    : 0;
        }
    }
}

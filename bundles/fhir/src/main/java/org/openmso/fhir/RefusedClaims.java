package org.openmso.fhir;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.openmso.fhir.References.Home;
import org.openmso.fhir.References.Lost;
import org.openmso.fhir.References.Target;

/**
 * What of the inputs was refused and is a Claim, or may be one. The visit that it bills must not go
 * out: the Claim is mended and bills it then. Where it can be read whose Claim it is, only the
 * visits of that patient and those it names are blocked, else all of the run.
 */
final class RefusedClaims {
    /** How much of a refused part is at hand. */
    enum Part {
        /** All of it, be it damaged. */
        WHOLE,
        /** Its beginning: it is too large. */
        CUT,
        /** All that is left of the input, of which more may be lost. */
        LAST
    }

    /** Bytes of Claims kept until all is read; beyond that all visits are blocked. */
    private static final int MOST_BYTES = 2 << 20;

    private static final String BUNDLE = "Bundle";

    private final ResourceParser parser;
    private final List<Narrow> narrow = new ArrayList<>();
    private final Map<String, String> visits = new HashMap<>();
    private final Map<String, String> patients = new HashMap<>();
    private final BitSet withClaims = new BitSet();
    private final BitSet withLosses = new BitSet();
    private Optional<String> all = Optional.empty();
    private int bytes;

    private record Narrow(Claim claim, Scope scope, String fullUrl, String cause) {}

    RefusedClaims(ResourceParser parser) {
        this.parser = parser;
    }

    /** An input has a Claim. */
    void seen(Scope scope) {
        withClaims.set(scope.input());
    }

    /** Something of an input is lost, and nobody knows what. */
    void lost(Scope scope) {
        withLosses.set(scope.input());
    }

    /** A Claim is refused, of which nothing more is known. */
    void claim(Scope scope, Unusable why) {
        seen(scope);
        if (all.isEmpty()) {
            all = Optional.of(cause(scope, why));
        }
    }

    /** A resource is refused, or a document, or what is left of it: looks for Claims in it. */
    void part(byte[] text, int from, int to, Part part, Scope scope, String url, Unusable why) {
        byte[] own = Arrays.copyOfRange(text, from, to);
        var words = new ClaimWords();
        words.feed(own, 0, own.length);
        String type = "";
        boolean damaged = false;
        try {
            type = ClaimRemains.type(own);
        } catch (IOException damage) {
            damaged = from < to && text[from] == '{';
        }
        boolean claim = type.equalsIgnoreCase("Claim");
        if (claim && words.count() <= 1 && part != Part.LAST) {
            narrow(own, scope, url, why);
        } else if (claim || words.count() > 0) {
            claim(scope, why);
        } else if (damaged
                || type.equals(BUNDLE) && (part == Part.CUT || why.is(Reason.TRUNCATED))) {
            lost(scope);
        }
    }

    private void narrow(byte[] text, Scope scope, String url, Unusable why) {
        Optional<ClaimRemains> remains = ClaimRemains.of(parser, text);
        if (remains.isEmpty() || bytes + remains.get().bytes() > MOST_BYTES) {
            claim(scope, why);
            return;
        }
        seen(scope);
        String cause = cause(scope, why);
        bytes += remains.get().bytes() + cause.length();
        narrow.add(new Narrow(remains.get().claim(), scope, url, cause));
    }

    /** Names may be those of patients, so an input is told by its number. */
    private static String cause(Scope scope, Unusable why) {
        String path = why.problem().path();
        return "A Claim that may bill this visit could not be read: "
                + why.problem().code()
                + " in input "
                + (scope.input() + 1)
                + (path.isEmpty() ? "" : ", " + path)
                + ".";
    }

    /** All inputs are read: finds out whose the Claims are. */
    void resolve(References references) {
        for (Narrow one : narrow) {
            var home = new Home(one.claim, one.scope, one.fullUrl, -1, List.of());
            List<String> keys = keys(references, home, one.claim.getPatient());
            if (keys.isEmpty()) {
                all = all.or(() -> Optional.of(one.cause));
                return;
            }
            keys.forEach(key -> patients.putIfAbsent(key, one.cause));
            for (Claim.ItemComponent item : one.claim.getItem()) {
                Reference visit = item.getEncounterFirstRep();
                ReferenceKeys.lookedUp(
                                References.text(visit),
                                References.identifier(visit),
                                List.of("Encounter"),
                                one.fullUrl)
                        .forEach(key -> visits.putIfAbsent(key, one.cause));
            }
        }
    }

    private static List<String> keys(References references, Home from, Reference patient) {
        try {
            Target<Resource> found = references.follow(from, patient, List.of(Patient.class));
            return SamePatient.keys(
                    references,
                    new Target<>((Patient) found.resource(), found.home(), found.name()));
        } catch (Lost nowhere) {
            return List.of();
        }
    }

    /**
     * Tells of what was refused and may bill a visit.
     *
     * @param keys by which the visit is referred to
     * @param subject its patient
     */
    void check(Case of, Set<String> keys, Reference subject) {
        all.or(() -> first(visits, keys))
                .or(() -> ofPatient(of, subject))
                .ifPresent(cause -> of.problem(Reason.CLAIM_REFUSED, "Encounter", cause));
        var both = (BitSet) withLosses.clone();
        both.and(withClaims);
        if (!both.isEmpty()) {
            of.problem(
                    Reason.PART_LOST,
                    "Encounter",
                    "A part of input "
                            + (both.nextSetBit(0) + 1)
                            + ", which has Claims, could not be read; a Claim there may bill this"
                            + " visit.");
        } else if (!withLosses.isEmpty()) {
            of.warning(
                    Reason.PART_LOST,
                    "Encounter",
                    "A part of input "
                            + (withLosses.nextSetBit(0) + 1)
                            + " could not be read; it may hold a Claim that bills this visit.");
        }
    }

    private Optional<String> ofPatient(Case of, Reference subject) {
        return patients.isEmpty()
                ? Optional.empty()
                : first(patients, keys(of.references(), of.home(), subject));
    }

    private static Optional<String> first(Map<String, String> causes, Iterable<String> keys) {
        for (String key : keys) {
            if (causes.containsKey(key)) {
                return Optional.of(causes.get(key));
            }
        }
        return Optional.empty();
    }
}

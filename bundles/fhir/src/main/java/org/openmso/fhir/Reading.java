package org.openmso.fhir;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Identifier;
import org.openmso.api.billing.ClaimSink;
import org.openmso.api.billing.Origin;
import org.openmso.api.billing.ProfessionalClaim;
import org.openmso.api.fhir.IntakeListener;
import org.openmso.api.fhir.IntakeReport;
import org.openmso.fhir.References.Home;
import org.openmso.fhir.RefusedClaims.Part;
import org.openmso.fhir.ResourceParser.Parsed;
import org.openmso.fhir.Versions.Standing;

/**
 * One call. First all inputs are read and wait: what comes last may be a newer version of what came
 * first. Then the Claims follow, then the visits without one.
 */
final class Reading implements Found {
    private final IntakeSettings settings;
    private final ResourceParser parser;
    private final ResourceStore store;
    private final References references;
    private final Versions versions;
    private final BilledDays billed;
    private final RefusedClaims refused;
    private final ClaimSink sink;
    private final IntakeListener listener;
    private long resources;
    private long claims;
    private long unusable;

    Reading(
            IntakeSettings settings,
            ResourceParser parser,
            ResourceStore store,
            ClaimSink sink,
            IntakeListener listener) {
        this.settings = settings;
        this.parser = parser;
        this.store = store;
        this.references = new References(store, parser);
        this.versions = new Versions(store, references);
        this.billed = new BilledDays(store, references);
        this.refused = new RefusedClaims(parser);
        this.sink = sink;
        this.listener = listener;
    }

    @Override
    public void alone(byte[] text, int from, int to, String type, Scope scope, Place place)
            throws IOException {
        inBundle(Arrays.copyOfRange(text, from, to), type, "", scope, place);
    }

    @Override
    public void inBundle(byte[] text, String type, String fullUrl, Scope scope, Place place)
            throws IOException {
        if (type.equals("Claim")) {
            refused.seen(scope);
            store.addClaim(text, fullUrl, scope, place);
        } else {
            store.add(text, type, fullUrl, scope, place);
        }
    }

    @Override
    public void forget(Scope scope) {
        store.forget(scope);
    }

    @Override
    public void count(long read) {
        resources += read;
    }

    @Override
    public void unusable(String source, Unusable problem) {
        unusable++;
        listener.unusable(source, problem.problem());
    }

    @Override
    public RefusedClaims refused() {
        return refused;
    }

    /** All inputs are read: the Claims that waited, the visits, and what belongs to neither. */
    IntakeReport finish() {
        store.claims(this::claim);
        refused.resolve(references);
        store.nameAll();
        if (store.hasVisits() || store.hasParts()) {
            store.indexBilled();
        }
        store.visits(this::visit);
        store.findLoose();
        var parts = new LooseParts(settings, store, references, versions, billed);
        store.loose(number -> part(parts, store.get(number)));
        return new IntakeReport(resources, claims, unusable);
    }

    private void claim(long number) {
        Stored stored = store.get(number);
        byte[] text = stored.text();
        Place place = stored.place();
        Parsed parsed;
        try {
            parsed = parseClaim(text, place);
        } catch (Unusable why) {
            unusable(place.source(), why);
            String url = stored.fullUrl();
            refused.part(text, 0, text.length, Part.WHOLE, stored.scope(), url, why);
            return;
        }
        var claim = (Claim) parsed.resource();
        Standing standing = versions.of(stored, id(claim));
        if (standing == Standing.OLDER) {
            return;
        }
        var home = new Home(claim, stored.scope(), stored.fullUrl(), number, parsed.lost());
        var of = new Case(settings, references, home);
        tell(standing, of);
        Origin origin = new Origin(place.source(), place.name("Claim", id(claim)));
        String control = number(claim.getIdentifier(), "Claim", id(claim), text, 0, text.length);
        ProfessionalClaim mapped = new ClaimMapping(of, claim).map(origin, control);
        var visits = new ClaimVisits(of, claim, store);
        if (store.hasVisits() || store.hasParts()) {
            billed.add(of, claim, visits);
        }
        emit(of, mapped);
    }

    private static void tell(Standing standing, Case of) {
        if (standing == Standing.UNCLEAR) {
            of.problem(
                    Reason.AMBIGUOUS,
                    "Claim",
                    "The inputs have several Claims of this id, which differ, and do not tell which"
                            + " is the newest.");
        } else if (standing == Standing.NEWEST) {
            of.problem(
                    Reason.OLDER_VERSION,
                    "Claim",
                    "The inputs have older versions of this Claim too; this one counts.");
        }
    }

    /** A failure of HAPI is told as what it is: broken JSON, or JSON that is not R4. */
    private Parsed parseClaim(byte[] text, Place place) throws Unusable {
        try {
            return parser.parse(text, 0, text.length, Claim.class, place.path());
        } catch (Unusable why) {
            try {
                ResourceKeys.check(text, 0, text.length, place.path());
            } catch (Unusable broken) {
                throw broken;
            } catch (IOException impossible) {
                throw why;
            }
            throw why;
        }
    }

    private void visit(long number) {
        Stored stored = store.get(number);
        byte[] text = stored.text();
        Place place = stored.place();
        Parsed parsed;
        var linked = new LinkedHashSet<Long>();
        Set<String> names;
        boolean tooMany = false;
        boolean alike = false;
        ResourceKeys keys = stored.keys();
        if (store.isCopyNamed(keys)) {
            return;
        }
        try {
            names = ReferenceKeys.of("Encounter", stored.fullUrl(), keys);
            for (String key : names) {
                List<Long> found = store.parts(key);
                alike |= store.isKeyNamed(key);
                tooMany |= found.size() > ResourceStore.MOST_LINKED;
                linked.addAll(found);
            }
            if (linked.isEmpty()) {
                return;
            }
            parsed = parser.parse(text, 0, text.length, Encounter.class, place.path());
        } catch (Unusable why) {
            unusable(place.source(), why);
            return;
        }
        var encounter = (Encounter) parsed.resource();
        var home = new Home(encounter, stored.scope(), stored.fullUrl(), number, parsed.lost());
        var of = new Case(settings, references, home);
        if (tooMany) {
            of.problem(
                    Reason.TOO_MANY_PARTS,
                    "Encounter",
                    "More than " + ResourceStore.MOST_LINKED + " charges refer to its id.");
        }
        var parts = new VisitParts(of, store, versions, List.copyOf(linked));
        if (parts.isEmpty() && !of.isBlocked()) {
            return;
        }
        Origin origin = new Origin(place.source(), place.name("Encounter", id(encounter)));
        String control =
                number(encounter.getIdentifier(), "Encounter", id(encounter), text, 0, text.length);
        ProfessionalClaim mapped =
                new VisitMapping(of, encounter, parts, billed, alike).map(origin, control);
        refused.check(of, names, encounter.getSubject());
        emit(of, mapped);
    }

    private void part(LooseParts parts, Stored stored) {
        Place place = stored.place();
        try {
            Optional<Case> of = parts.of(stored);
            if (of.isPresent()) {
                String id = stored.keys().id();
                Origin origin = new Origin(place.source(), place.name(stored.type(), id));
                byte[] text = stored.text();
                String number = number(List.of(), stored.type(), id, text, 0, text.length);
                emit(of.get(), ProfessionalClaim.unread(origin, number).build());
            }
        } catch (Unusable why) {
            unusable(place.source(), why);
        }
    }

    private void emit(Case of, ProfessionalClaim claim) {
        claims++;
        if (of.isBlocked()) {
            sink.blocked(claim, of.problems());
        } else {
            sink.claim(claim, of.problems());
        }
    }

    private String number(
            List<Identifier> identifiers, String type, String id, byte[] text, int from, int to) {
        return ClaimNumber.of(settings.practice(), identifiers, type, id, text, from, to);
    }

    private static String id(org.hl7.fhir.r4.model.Resource resource) {
        String id = resource.getIdElement().getIdPart();
        return id == null ? "" : id;
    }
}

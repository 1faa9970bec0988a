package org.openmso.fhir;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.openmso.fhir.ResourceStore.Match;

/**
 * Follows references, once all inputs are read: to contained resources, and to any of the inputs.
 * Keeps the last ones parsed, for many claims share them. For one thread.
 */
final class References {
    private static final int MOST_KEPT = 256;
    private static final long MOST_KEPT_BYTES = 4L << 20;

    private final ResourceStore store;
    private final ResourceParser parser;
    private final Map<Long, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long keptBytes;

    private record Kept(Resource resource, Home home, int bytes) {}

    /**
     * Where a resource's own references start from.
     *
     * @param root the resource, with what it contains
     * @param scope what of the inputs it stands in
     * @param fullUrl its URL in its Bundle, or empty
     * @param number its number in the store, -1 when it is not there
     * @param lost names of elements whose value could not be kept
     */
    record Home(Resource root, Scope scope, String fullUrl, long number, List<String> lost) {}

    /**
     * A resource that a reference leads to.
     *
     * @param home where its references start from
     * @param name how messages call it
     */
    record Target<T extends Resource>(T resource, Home home, String name) {
        /** Whether it is the very same resource. */
        boolean is(Target<?> other) {
            return resource == other.resource
                    || home.number >= 0
                            && home.number == other.home.number
                            && home.root == resource
                            && other.home.root == other.resource;
        }

        /** Whether it can be told apart from another: both stored, or both contained in one. */
        boolean isComparable(Target<?> other) {
            boolean contained = home.root != resource;
            boolean otherContained = other.home.root != other.resource;
            return contained == otherContained && (!contained || home.root == other.home.root);
        }
    }

    /** Why a reference leads nowhere. */
    static final class Lost extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Reason reason;

        Lost(Reason reason, String cause) {
            super(cause, null, false, false);
            this.reason = reason;
        }

        Reason reason() {
            return reason;
        }
    }

    References(ResourceStore store, ResourceParser parser) {
        this.store = store;
        this.parser = parser;
    }

    /** Whether a reference says nothing, or only a text for people. */
    static boolean isAbsent(Reference reference) {
        return text(reference).isEmpty() && identifier(reference).isEmpty();
    }

    static String text(Reference reference) {
        String text = reference.getReferenceElement_().getValueAsString();
        return text == null ? "" : text.strip();
    }

    /** {@code system|value}, or empty. */
    static String identifier(Reference reference) {
        if (!reference.hasIdentifier()) {
            return "";
        }
        Identifier identifier = reference.getIdentifier();
        String value = identifier.getValue();
        if (value == null || value.isBlank()) {
            return "";
        }
        String system = identifier.getSystem();
        return (system == null ? "" : system) + "|" + value;
    }

    /** Follows a reference to one of several types. */
    Target<Resource> follow(Home from, Reference reference, List<Class<? extends Resource>> types)
            throws Lost {
        Target<Resource> target = target(from, reference, types);
        for (Class<? extends Resource> type : types) {
            if (type.isInstance(target.resource)) {
                return target;
            }
        }
        throw new Lost(
                Reason.WRONG_TYPE,
                "The reference leads to a "
                        + target.resource.fhirType()
                        + ", expected is "
                        + names(types)
                        + ".");
    }

    /** Follows the reference to a visit. */
    Target<Resource> visit(Home from, Reference reference) throws Lost {
        return follow(from, reference, List.of(Encounter.class));
    }

    private Target<Resource> target(
            Home from, Reference reference, List<Class<? extends Resource>> types) throws Lost {
        String text = text(reference);
        if (text.startsWith("#")) {
            return contained(from, text);
        }
        List<String> names = types.stream().map(Class::getSimpleName).toList();
        var keys = ReferenceKeys.lookedUp(text, identifier(reference), names, from.fullUrl);
        String version = ReferenceKeys.version(text);
        for (String key : keys) {
            // An identifier belongs to all versions.
            Match match =
                    store.find(key, ReferenceKeys.isIdentifier(key) ? "" : version, from.scope);
            if (match.ambiguous()) {
                throw new Lost(
                        Reason.AMBIGUOUS,
                        "Several resources with different content answer to the reference"
                                + quoted(text)
                                + ".");
            }
            if (match.number().isPresent()) {
                Target<Resource> target = stored(match.number().getAsLong());
                boolean otherServer =
                        ReferenceKeys.isAbsolute(text)
                                && ReferenceKeys.isRelative(key)
                                && ReferenceKeys.isAbsolute(target.home.fullUrl);
                if (!otherServer) {
                    return target;
                }
            }
        }
        throw new Lost(
                Reason.UNRESOLVED, "No resource answers to the reference" + quoted(text) + ".");
    }

    private static String quoted(String text) {
        return Quotes.reference(text).map(shown -> " " + shown).orElse("");
    }

    private static Target<Resource> contained(Home from, String text) throws Lost {
        String id = text.substring(1);
        Resource found = null;
        if (from.root instanceof DomainResource root) {
            for (Resource resource : root.getContained()) {
                if (id.equals(containedId(resource))) {
                    if (found != null && !found.equalsDeep(resource)) {
                        throw new Lost(
                                Reason.AMBIGUOUS,
                                "Several contained resources have the id" + quoted(text) + ".");
                    }
                    found = resource;
                }
            }
        }
        if (found == null) {
            if (id.isEmpty()) {
                return new Target<>(from.root, from, "the resource itself");
            }
            throw new Lost(
                    Reason.UNRESOLVED, "No contained resource has the id" + quoted(text) + ".");
        }
        return new Target<>(found, from, found.fhirType() + quoted(text));
    }

    private static String containedId(Resource resource) {
        String id = resource.getIdElement().getIdPart();
        if (id == null) {
            id = resource.getIdElement().getValue();
        }
        return id == null || !id.startsWith("#") ? id : id.substring(1);
    }

    /** Whether two are one resource: the very same, or copies with the same content. */
    boolean same(Target<?> one, Target<?> other) {
        if (one.is(other)) {
            return true;
        }
        return isStored(one)
                && isStored(other)
                && one.name.equals(other.name)
                && content(one).equals(content(other));
    }

    /**
     * Whether a reference names a resource by id or URL, though perhaps another version of it. Of
     * use for resources that state their version: of these there may be several.
     */
    static boolean names(Home from, Reference reference, Target<?> target) {
        Home home = target.home;
        if (!isStored(target) || !from.scope.is(home.scope)) {
            return false;
        }
        String version = Case.text(target.resource.getMeta().getVersionId());
        String id = target.resource.getIdElement().getIdPart();
        if (version.isEmpty() && ReferenceKeys.version(home.fullUrl).isEmpty() || id == null) {
            return false;
        }
        var keys = ResourceKeys.of(id, List.of());
        Set<String> own = ReferenceKeys.of(target.resource.fhirType(), home.fullUrl, keys);
        for (String key : ReferenceKeys.lookedUp(text(reference), "", List.of(), from.fullUrl)) {
            if (own.contains(key)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it stands in the store itself, not in another resource. */
    static boolean isStored(Target<?> target) {
        return target.home.number >= 0 && target.home.root == target.resource;
    }

    /** A hash of what a resource of the store says. */
    String content(Target<?> target) {
        return store.get(target.home.number).keys().content();
    }

    /** A resource of the store, parsed. */
    Target<Resource> stored(long number) throws Lost {
        Kept known = kept.get(number);
        if (known == null) {
            Stored stored = store.get(number);
            try {
                known = parsed(stored);
            } catch (IOException refused) {
                throw new Lost(Reason.REFUSED, "The FHIR parser refuses the resource referred to.");
            }
            keep(number, known);
        }
        String id = known.resource.getIdElement().getIdPart();
        String name = known.resource.fhirType() + (id == null || !Quotes.isId(id) ? "" : "/" + id);
        return new Target<>(known.resource, known.home, name);
    }

    private Kept parsed(Stored stored) throws IOException {
        byte[] text = stored.text();
        var parsed = parser.parse(text, 0, text.length, Resource.class, "");
        Resource resource = parsed.resource();
        var home =
                new Home(
                        resource, stored.scope(), stored.fullUrl(), stored.number(), parsed.lost());
        return new Kept(resource, home, text.length);
    }

    private void keep(long number, Kept resource) {
        if (resource.bytes > MOST_KEPT_BYTES / 4) {
            return;
        }
        kept.put(number, resource);
        keptBytes += resource.bytes;
        var eldest = kept.entrySet().iterator();
        while (kept.size() > MOST_KEPT || keptBytes > MOST_KEPT_BYTES) {
            keptBytes -= eldest.next().getValue().bytes;
            eldest.remove();
        }
    }

    private static String names(List<Class<? extends Resource>> types) {
        return String.join(" or ", types.stream().map(Class::getSimpleName).toList());
    }
}

package org.openmso.fhir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * The resources that wait until all inputs are read, with an index by what refers to them. Its
 * memory does not grow with the inputs. For one thread.
 */
final class ResourceStore implements AutoCloseable {
    // Sections of the index. Entries: key, zero, scope, zero, content and version, or number.
    private static final String KEY = "K";
    private static final String SAME = "A";
    private static final String COVERAGE = "O";
    private static final String PART = "P";
    private static final String TOLD = "T";
    private static final String LOOSE = "S";
    private static final String SOUGHT = "M";
    private static final String USING = "U";
    private static final String MARK = "X";
    private static final String CLAIM = "C";
    private static final String VISIT = "V";
    private static final String NAMED = "N";
    private static final String NAMING = "R";
    private static final String BILLED = "B";

    /** What belongs to one key; a visit with more is not billed in part, but blocked. */
    static final int MOST_LINKED = 1000;

    private static final int BILLED_BYTES = 1 << 15;

    private final Shelf shelf;
    private final Set<String> forgotten = new HashSet<>();
    private long next;
    private boolean visits;
    private boolean parts;
    private final ByteBuffer billed = ByteBuffer.allocate(BILLED_BYTES);
    private final List<Long> billedRecords = new ArrayList<>();

    ResourceStore(Path directory, long budget) {
        shelf = new Shelf(directory, budget);
    }

    /** What a look-up finds. */
    record Match(OptionalLong number, boolean ambiguous) {
        static final Match NONE = new Match(OptionalLong.empty(), false);
        static final Match MANY = new Match(OptionalLong.empty(), true);
    }

    /**
     * Adds a Claim. Nothing refers to it, so that what it says is looked at only when it is its
     * turn, or when another has its id.
     */
    void addClaim(byte[] text, String fullUrl, Scope scope, Place place) {
        String url = fullUrl.length() > Limits.KEY ? "" : fullUrl;
        long number = next++;
        shelf.put(number, new Stored(number, "Claim", url, scope, place, text).packed());
        shelf.enter(CLAIM + Scope.hex(number) + '\0' + scope.key(), number);
        String id = Versions.id(text, 0, text.length);
        enterSame("Claim", url, id, scope, number);
    }

    private void enterSame(String type, String url, String id, Scope scope, long number) {
        for (String key : ReferenceKeys.of(type, url, ResourceKeys.of(id, List.of()))) {
            shelf.enter(SAME + key + '\0' + scope.key() + '\0' + Scope.hex(number), number);
        }
    }

    /**
     * The other Claims or ChargeItems of a URL or id, but for those of another server or with
     * another URL in their Bundle.
     *
     * @param id its id, or empty
     * @param most as many are given, and one more where there are more
     */
    List<Long> namesakes(Stored stored, String id, int most) {
        var others = new ArrayList<Long>();
        String type = stored.type();
        for (String key :
                ReferenceKeys.of(type, stored.fullUrl(), ResourceKeys.of(id, List.of()))) {
            shelf.visit(
                    SAME + key + '\0',
                    (entry, number) -> {
                        if (number != stored.number()
                                && !others.contains(number)
                                && !isForgotten(entry, entry.lastIndexOf('\0'))
                                && (!ReferenceKeys.isRelative(key) || mayBeSame(stored, number))) {
                            others.add(number);
                        }
                        return others.size() <= most;
                    });
        }
        return others;
    }

    /** Whether no URL tells that two resources of one id are two. */
    private boolean mayBeSame(Stored stored, long number) {
        String other = get(number).fullUrl();
        return stored.fullUrl().isEmpty()
                || other.isEmpty()
                || ReferenceKeys.isSameUrl(stored.fullUrl(), other);
    }

    /** Adds a resource; refuses one whose JSON is broken. */
    void add(byte[] text, String type, String fullUrl, Scope scope, Place place)
            throws IOException {
        ResourceKeys keys = ResourceKeys.scan(text, 0, text.length, place.path());
        String url = fullUrl.length() > Limits.KEY ? "" : fullUrl;
        long number = next++;
        shelf.put(number, new Stored(number, type, url, scope, place, text).packed());
        String version = Quotes.isId(keys.version()) ? keys.version() : ReferenceKeys.version(url);
        for (String key : ReferenceKeys.of(type, url, keys)) {
            shelf.enter(KEY + key + '\0' + scope.key() + '\0' + keys.content() + version, number);
        }
        switch (type) {
            case "Encounter" -> {
                visits = true;
                shelf.enter(VISIT + Scope.hex(number) + '\0' + scope.key(), number);
            }
            case "ChargeItem", "Procedure" -> {
                parts = true;
                if (type.equals("ChargeItem")) {
                    enterSame(type, url, keys.id(), scope, number);
                }
                link(PART, "Encounter", keys.link(), url, scope, number);
            }
            case "Coverage" -> link(COVERAGE, "Patient", keys.link(), url, scope, number);
            default -> {}
        }
    }

    private void link(
            String section,
            String type,
            ResourceKeys.Link link,
            String base,
            Scope scope,
            long number) {
        List<String> keys =
                ReferenceKeys.lookedUp(link.reference(), link.identifier(), List.of(type), base);
        // Without key it belongs to nothing, and is found by that.
        for (String key : keys.isEmpty() ? List.of("") : keys) {
            shelf.enter(section + key + '\0' + scope.key() + '\0' + Scope.hex(number), number);
        }
    }

    /** What was added under a scope does not count any more. */
    void forget(Scope scope) {
        forgotten.add(scope.key());
    }

    Stored get(long number) {
        return Stored.unpack(number, shelf.get(number));
    }

    /** Looks a key up, whatever the version. */
    Match find(String key, Scope scope) {
        return find(key, "", scope);
    }

    /**
     * Looks a key up: first in the scope, then in its input, then everywhere.
     *
     * @param version the version meant: what states another one does not count, and what states
     *     none counts where nothing states this one. Empty: all count
     */
    Match find(String key, String version, Scope scope) {
        String section = KEY + key + '\0';
        for (String prefix :
                List.of(section + scope.key() + '\0', section + scope.inputKey(), section)) {
            Match match = single(prefix, Optional.of(version).filter(stated -> !stated.isEmpty()));
            if (match == Match.NONE && !version.isEmpty()) {
                match = single(prefix, Optional.of(""));
            }
            if (match != Match.NONE) {
                return match;
            }
        }
        return Match.NONE;
    }

    private Match single(String prefix, Optional<String> version) {
        var search =
                new Shelf.Visitor() {
                    private Match match = Match.NONE;
                    private String content = "";

                    @Override
                    public boolean visit(String key, long number) {
                        int end = key.lastIndexOf('\0');
                        if (isForgotten(key, end)) {
                            return true;
                        }
                        int versioned = end + 1 + ResourceKeys.CONTENT;
                        if (version.isPresent()
                                && !key.substring(versioned).equals(version.get())) {
                            return true;
                        }
                        String found = key.substring(end + 1, versioned);
                        if (match == Match.NONE) {
                            match = new Match(OptionalLong.of(number), false);
                            content = found;
                        } else if (!found.equals(content)) {
                            match = Match.MANY;
                            return false;
                        }
                        return true;
                    }
                };
        shelf.visit(prefix, search);
        return search.match;
    }

    /** The scope stands before the last zero of a key. */
    private boolean isForgotten(String key, int end) {
        return !forgotten.isEmpty()
                && forgotten.contains(key.substring(key.lastIndexOf('\0', end - 1) + 1, end));
    }

    /** Visits the waiting claims in the order of the inputs. */
    void claims(LongConsumer consumer) {
        work(CLAIM, consumer);
    }

    /** Visits the Encounters that no claim names, in the order of the inputs. */
    void visits(LongConsumer consumer) {
        work(
                VISIT,
                number -> {
                    if (!shelf.has(NAMED + Scope.hex(number))) {
                        consumer.accept(number);
                    }
                });
    }

    private void work(String section, LongConsumer consumer) {
        shelf.visit(
                section,
                (key, number) -> {
                    if (!forgotten.contains(key.substring(key.indexOf('\0') + 1))) {
                        consumer.accept(number);
                    }
                    return true;
                });
    }

    /** The Encounter has a claim of its own, and its copies have it too. */
    void name(long encounter) {
        Stored stored = get(encounter);
        ResourceKeys keys = stored.keys();
        shelf.enter(NAMED + Scope.hex(encounter), encounter);
        shelf.enter(NAMED + keys.content(), encounter);
        for (String key : ReferenceKeys.of("Encounter", stored.fullUrl(), keys)) {
            shelf.enter(NAMED + key, encounter);
        }
    }

    /** Whether a claim names a copy of the Encounter. */
    boolean isCopyNamed(ResourceKeys keys) {
        return shelf.has(NAMED + keys.content());
    }

    /** Whether a claim names an Encounter of the key, this one or another. */
    boolean isKeyNamed(String key) {
        return shelf.has(NAMED + key);
    }

    /** A claim has an Encounter in itself, which may be a copy of one that comes later. */
    void nameLater(String identifier, Scope scope) {
        later(NAMING, "", identifier, "Encounter", scope);
    }

    private void later(
            String section, String reference, String identifier, String type, Scope scope) {
        for (String key : ReferenceKeys.lookedUp(reference, identifier, List.of(type), "")) {
            shelf.enter(section + scope.key() + '\0' + key, 0);
        }
    }

    /** Names the Encounters that were to be named later. */
    void nameAll() {
        all(NAMING, number -> name(number));
    }

    private void all(String section, LongConsumer found) {
        shelf.visit(
                section,
                (entry, ignored) -> {
                    int end = entry.indexOf('\0');
                    find(entry.substring(end + 1), scope(entry.substring(1, end)))
                            .number()
                            .ifPresent(found);
                    return true;
                });
    }

    /** A claim names a visit that is not here, and is blocked for it. */
    void seek(String reference, String identifier, String base) {
        for (String key :
                ReferenceKeys.lookedUp(reference, identifier, List.of("Encounter"), base)) {
            shelf.enter(SOUGHT + key, 0);
        }
    }

    /** Whether a claim is blocked because the visit of a key is not here. */
    boolean isSought(String key) {
        return shelf.has(SOUGHT + key);
    }

    /** A claim refers to a Procedure, which may come later. */
    void useLater(String reference, String identifier, Scope scope) {
        later(USING, reference, identifier, "Procedure", scope);
    }

    /** Visits the Procedures that claims and ChargeItems refer to. */
    void used(LongConsumer consumer) {
        all(USING, consumer);
        shelf.visit(
                PART,
                (entry, number) -> {
                    Stored charge = get(number);
                    if (charge.type().equals("ChargeItem")
                            && !isForgotten(entry, entry.lastIndexOf('\0'))) {
                        for (ResourceKeys.Link service : charge.keys().services()) {
                            used(service, charge, consumer);
                        }
                    }
                    return true;
                });
    }

    private void used(ResourceKeys.Link service, Stored charge, LongConsumer consumer) {
        String version = ReferenceKeys.version(service.reference());
        var keys =
                ReferenceKeys.lookedUp(
                        service.reference(),
                        service.identifier(),
                        List.of("Procedure"),
                        charge.fullUrl());
        for (String key : keys) {
            Match match = find(key, version, charge.scope());
            if (match.number().isPresent()) {
                consumer.accept(match.number().getAsLong());
                return;
            }
        }
    }

    /** A problem of a ChargeItem or Procedure was told where it belongs. */
    void tell(long part) {
        shelf.enter(TOLD + Scope.hex(part), part);
    }

    /** A ChargeItem or Procedure that has a key of a visit does not mean it. */
    void loosen(long part) {
        shelf.enter(LOOSE + Scope.hex(part), part);
    }

    /** Finds the ChargeItems and Procedures by whose reference no one visit is found. */
    void findLoose() {
        shelf.visit(
                PART,
                (entry, number) -> {
                    int scope = entry.lastIndexOf('\0', entry.lastIndexOf('\0') - 1);
                    String key = entry.substring(PART.length(), scope);
                    boolean forgotten = isForgotten(entry, entry.lastIndexOf('\0'));
                    if (!forgotten && !shelf.has(TOLD + Scope.hex(number))) {
                        int end = entry.lastIndexOf('\0');
                        Match match = find(key, scope(entry.substring(scope + 1, end)));
                        if (match.number().isEmpty() || !isVisit(match.number().getAsLong())) {
                            loosen(number);
                        }
                    }
                    return true;
                });
    }

    private boolean isVisit(long number) {
        var any = new boolean[1];
        shelf.visit(
                VISIT + Scope.hex(number) + '\0',
                (entry, ignored) -> {
                    any[0] = true;
                    return false;
                });
        return any[0];
    }

    /** Visits those found, in the order of the inputs. */
    void loose(LongConsumer consumer) {
        shelf.visit(
                LOOSE,
                (entry, number) -> {
                    consumer.accept(number);
                    return true;
                });
    }

    /** Sets a mark; false when it was set before. */
    boolean mark(String text) {
        boolean first = !shelf.has(MARK + text);
        shelf.enter(MARK + text, 0);
        return first;
    }

    boolean isMarked(String text) {
        return shelf.has(MARK + text);
    }

    private static Scope scope(String key) {
        return new Scope(
                Integer.parseUnsignedInt(key.substring(8, 16), 16),
                Long.parseUnsignedLong(key.substring(16), 16));
    }

    /** Whether any Encounter was added. */
    boolean hasVisits() {
        return visits;
    }

    /** Whether any ChargeItem or Procedure was added. */
    boolean hasParts() {
        return parts;
    }

    /** A patient is billed for a day; the number stands for both. Found after indexing. */
    void bill(long patientAndDay) {
        billed.putLong(patientAndDay);
        if (!billed.hasRemaining()) {
            billedRecords.add(next);
            shelf.put(next++, billed.array().clone());
            billed.clear();
        }
    }

    /** Indexes what was billed: only runs that have visits too need that. */
    void indexBilled() {
        for (long record : billedRecords) {
            index(ByteBuffer.wrap(shelf.get(record)));
        }
        index(billed.duplicate().flip());
    }

    private void index(ByteBuffer days) {
        while (days.hasRemaining()) {
            shelf.enter(BILLED + Scope.hex(days.getLong()), 0);
        }
    }

    boolean isBilled(long patientAndDay) {
        return shelf.has(BILLED + Scope.hex(patientAndDay));
    }

    /** The ChargeItems and Procedures of a visit, by one of its keys, as {@link #coverages}. */
    List<Long> parts(String key) {
        return linked(PART + key);
    }

    /**
     * The Coverages of a patient, by one of the patient's keys, in the order of the inputs. One
     * more than {@link #MOST_LINKED} at most, which tells that there are too many.
     */
    List<Long> coverages(String key) {
        return linked(COVERAGE + key);
    }

    private List<Long> linked(String key) {
        var numbers = new ArrayList<Long>();
        shelf.visit(
                key + '\0',
                (entry, number) -> {
                    if (!isForgotten(entry, entry.lastIndexOf('\0'))) {
                        numbers.add(number);
                    }
                    return numbers.size() <= MOST_LINKED;
                });
        return numbers;
    }

    /** Bytes in memory. */
    long used() {
        return shelf.used();
    }

    boolean onDisk() {
        return shelf.onDisk();
    }

    @Override
    public void close() {
        shelf.close();
    }
}

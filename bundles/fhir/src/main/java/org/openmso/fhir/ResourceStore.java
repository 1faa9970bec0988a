package org.openmso.fhir;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
    private static final String LINK = "L";
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
    private final ByteBuffer billed = ByteBuffer.allocate(BILLED_BYTES);
    private final List<Long> billedRecords = new ArrayList<>();

    ResourceStore(Path directory, long budget) {
        shelf = new Shelf(directory, budget);
    }

    /**
     * A resource that waits.
     *
     * @param number its number, in the order of the inputs
     * @param text its JSON
     */
    record Stored(
            long number, String type, String fullUrl, Scope scope, Place place, byte[] text) {}

    /** What a look-up finds. */
    record Match(OptionalLong number, boolean ambiguous) {
        static final Match NONE = new Match(OptionalLong.empty(), false);
        static final Match MANY = new Match(OptionalLong.empty(), true);
    }

    /** Adds a resource; refuses one whose JSON is broken. */
    void add(byte[] text, String type, String fullUrl, Scope scope, Place place)
            throws IOException {
        ResourceKeys keys = ResourceKeys.scan(text, 0, text.length, place.path());
        String url = fullUrl.length() > Limits.KEY ? "" : fullUrl;
        long number = next++;
        shelf.put(number, record(type, url, scope, place, text));
        String version = Quotes.isId(keys.version()) ? keys.version() : ReferenceKeys.version(url);
        for (String key : ReferenceKeys.of(type, url, keys)) {
            shelf.enter(KEY + key + '\0' + scope.key() + '\0' + keys.content() + version, number);
        }
        switch (type) {
            case "Claim" -> shelf.enter(CLAIM + Scope.hex(number) + '\0' + scope.key(), number);
            case "Encounter" -> {
                visits = true;
                shelf.enter(VISIT + Scope.hex(number) + '\0' + scope.key(), number);
            }
            case "ChargeItem", "Procedure" -> link(keys.link(), "Encounter", url, scope, number);
            case "Coverage" -> link(keys.link(), "Patient", url, scope, number);
            default -> {}
        }
    }

    private void link(ResourceKeys.Link link, String type, String base, Scope scope, long number) {
        for (String key :
                ReferenceKeys.lookedUp(link.reference(), link.identifier(), List.of(type), base)) {
            shelf.enter(LINK + key + '\0' + scope.key() + '\0' + Scope.hex(number), number);
        }
    }

    /** What was added under a scope does not count any more. */
    void forget(Scope scope) {
        forgotten.add(scope.key());
    }

    Stored get(long number) {
        return stored(number, shelf.get(number));
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

    /** The Encounter has a claim of its own. */
    void name(long encounter) {
        shelf.enter(NAMED + Scope.hex(encounter), encounter);
    }

    /** A claim that does not wait names an Encounter, which may come later. */
    void nameLater(String reference, String identifier, Scope scope) {
        for (String key : ReferenceKeys.lookedUp(reference, identifier, List.of("Encounter"), "")) {
            shelf.enter(NAMING + scope.key() + '\0' + key, 0);
        }
    }

    /** Names the Encounters that were to be named later. */
    void nameAll() {
        shelf.visit(
                NAMING,
                (entry, ignored) -> {
                    int end = entry.indexOf('\0');
                    find(entry.substring(end + 1), scope(entry.substring(1, end)))
                            .number()
                            .ifPresent(this::name);
                    return true;
                });
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

    /**
     * What belongs to a resource, by one of the resource's keys, in the order of the inputs. One
     * more than {@link #MOST_LINKED} at most, which tells that there are too many.
     */
    List<Long> linked(String key, Optional<Scope> scope) {
        var numbers = new ArrayList<Long>();
        String prefix = LINK + key + '\0' + scope.map(Scope::key).orElse("");
        shelf.visit(
                prefix,
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

    private static byte[] record(
            String type, String fullUrl, Scope scope, Place place, byte[] text) {
        var bytes = new ByteArrayOutputStream(text.length + 64);
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(scope.input());
            out.writeLong(scope.bundle());
            out.writeLong(place.line());
            text(out, type);
            text(out, fullUrl);
            text(out, place.source());
            text(out, place.within());
            out.write(text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static Stored stored(long number, byte[] record) {
        var in = ByteBuffer.wrap(record);
        var scope = new Scope(in.getInt(), in.getLong());
        long line = in.getLong();
        String type = text(in);
        String fullUrl = text(in);
        var place = new Place(text(in), line, text(in));
        var json = new byte[in.remaining()];
        in.get(json);
        return new Stored(number, type, fullUrl, scope, place, json);
    }

    private static String text(ByteBuffer in) {
        var bytes = new byte[in.getInt()];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

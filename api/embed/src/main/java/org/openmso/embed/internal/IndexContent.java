package org.openmso.embed.internal;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openmso.embed.internal.StrictJson.Unsound;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/**
 * What an index says, as {@code index.schema.json} tells; sound when it is made.
 *
 * @param digest the SHA-256 of its JSON, as 64 hexadecimal digits
 * @param publisher who publishes it
 * @param sequence its number
 */
record IndexContent(
        String digest,
        String publisher,
        long sequence,
        Instant issuedAt,
        Optional<Instant> expiresAt,
        List<Listed> bundles) {
    private static final int FORMAT = 1;

    /** What every reader of JSON holds exactly. */
    private static final long HIGHEST_SEQUENCE = (1L << 53) - 1;

    private static final int MOST_BUNDLES = 10_000;
    private static final int MOST_CAPABILITIES = 100;
    private static final int LATEST_JAVA = 999;

    /** A name for people: begins and ends with what is seen. */
    private static final Pattern PUBLISHER =
            Pattern.compile(
                    "[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Z}]([^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]{0,98}"
                            + "[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Z}])?");

    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z");
    private static final Pattern NAME =
            Pattern.compile("(?=.{1,200}\\z)[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private static final String ONE_VERSION =
            "[0-9]{1,9}(\\.[0-9]{1,9}(\\.[0-9]{1,9}(\\.[A-Za-z0-9_-]{1,200})?)?)?";
    private static final Pattern VERSION = Pattern.compile(ONE_VERSION);
    private static final Pattern RANGE =
            Pattern.compile(ONE_VERSION + "|[\\[(]" + ONE_VERSION + "," + ONE_VERSION + "[\\])]");

    /** Stays in the index's folder or below it, on every system and in every address. */
    private static final Pattern LOCATION =
            Pattern.compile(
                    "(?=.{1,300}\\z)[A-Za-z0-9_+-][A-Za-z0-9._+-]*(/[A-Za-z0-9_+-][A-Za-z0-9._+-]*)*");

    private static final Pattern CONTRACT =
            Pattern.compile("(?=.{1,300}\\z)[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)+");

    /**
     * A bundle that the index offers.
     *
     * @param name its symbolic name
     * @param jar where its jar lies, from the index's folder
     * @param size of its jar, in bytes
     * @param sha256 of its jar, as 64 hexadecimal digits
     * @param java the Java that it needs, as 17
     */
    record Listed(
            String name,
            Version version,
            String jar,
            long size,
            String sha256,
            int java,
            List<Needed> capabilities) {
        /** For messages. */
        String shown() {
            return name + " " + version;
        }
    }

    /**
     * A capability that a bundle provides.
     *
     * @param contract the name of its interface
     * @param versions of the interface's package, that the bundle works with
     */
    record Needed(String contract, VersionRange versions) {
        /** The package that the host must have. */
        String contractPackage() {
            return contract.substring(0, contract.lastIndexOf('.'));
        }
    }

    /**
     * Reads it.
     *
     * @param index where it comes from, for messages
     * @throws Refusal MSO-1057 if it is unsound, MSO-1058 if it is of a later format
     */
    static IndexContent of(String index, byte[] json) throws Refusal {
        try {
            var fields = JsonFields.of("", StrictJson.read(json));
            long format = fields.number("format", 1, Integer.MAX_VALUE);
            if (format > FORMAT) {
                throw IndexProblem.FORMAT_UNKNOWN.refusal(index, "It is of format " + format + ".");
            }
            return of(BundleFile.digestOf(json), fields);
        } catch (Unsound e) {
            throw IndexProblem.CONTENT_UNUSABLE.refusal(index, e.getMessage(), e);
        }
    }

    private static IndexContent of(String digest, JsonFields fields) throws Unsound {
        if (fields.has("$schema")) {
            fields.text("$schema", Pattern.compile("[!-~]{1,300}"));
        }
        Instant issuedAt = time(fields, "issuedAt");
        Optional<Instant> expiresAt =
                fields.has("expiresAt") ? Optional.of(time(fields, "expiresAt")) : Optional.empty();
        if (expiresAt.isPresent() && !expiresAt.get().isAfter(issuedAt)) {
            throw fields.unsound("expiresAt", "is not after issuedAt");
        }
        List<Listed> bundles = fields.list("bundles", 0, MOST_BUNDLES, IndexContent::bundle);
        var versions = new HashSet<String>();
        for (Listed bundle : bundles) {
            if (!versions.add(bundle.shown())) {
                throw fields.unsound("bundles", "has " + bundle.shown() + " twice");
            }
        }
        var content =
                new IndexContent(
                        digest,
                        fields.text("publisher", PUBLISHER),
                        fields.number("sequence", 1, HIGHEST_SEQUENCE),
                        issuedAt,
                        expiresAt,
                        bundles);
        fields.requireNoOthers();
        return content;
    }

    private static Listed bundle(JsonFields fields) throws Unsound {
        List<Needed> capabilities =
                fields.list("capabilities", 1, MOST_CAPABILITIES, IndexContent::capability);
        if (capabilities.stream().map(Needed::contract).collect(Collectors.toSet()).size()
                < capabilities.size()) {
            throw fields.unsound("capabilities", "has a contract twice");
        }
        var bundle =
                new Listed(
                        fields.text("name", NAME),
                        new Version(fields.text("version", VERSION)),
                        fields.text("jar", LOCATION),
                        fields.number("size", 1, BundleStore.MOST_BYTES),
                        fields.text("sha256", DIGEST),
                        (int) fields.number("java", 1, LATEST_JAVA),
                        capabilities);
        fields.requireNoOthers();
        return bundle;
    }

    private static Needed capability(JsonFields fields) throws Unsound {
        String contract = fields.text("contract", CONTRACT);
        String versions = fields.text("versions", RANGE);
        fields.requireNoOthers();
        var range = new VersionRange(versions);
        if (range.isEmpty()) {
            throw fields.unsound("versions", "is a range without versions");
        }
        return new Needed(contract, range);
    }

    private static Instant time(JsonFields fields, String name) throws Unsound {
        String text = fields.text(name, TIME);
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw fields.unsound(name, "is no time");
        }
    }

    /** The versions of a bundle that it offers, newest first. */
    List<Listed> versionsOf(String name) {
        return bundles.stream()
                .filter(it -> it.name().equals(name))
                .sorted((a, b) -> b.version().compareTo(a.version()))
                .toList();
    }
}

package org.openmso.verifier;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.openmso.api.MsoException;
import org.openmso.api.Problem;

/**
 * Makes an index of the bundles in a folder, for a publisher: a jar with {@code bundles.json}, not
 * signed yet. Hosts install from it ({@code org.openmso.embed.BundleIndex}). It tells what the
 * manifests say and looks no further; {@link BundleVerifier} does that.
 *
 * <p>The order of work is: sign the jars, make the index, sign the index. The index holds the
 * digests of the jars as they are, signatures included.
 */
public final class IndexMaker {
    private static final String MANIFEST = "Manifest-Version: 1.0\r\n\r\n";
    private static final long HIGHEST_SEQUENCE = (1L << 53) - 1;
    private static final int MOST_JSON = 2 << 20;

    /** What the index's schema tells. */
    private static final Pattern PUBLISHER =
            Pattern.compile(
                    "[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Z}]([^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]{0,98}"
                            + "[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Z}])?");

    private static final Pattern NAME =
            Pattern.compile("(?=.{1,200}\\z)[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final Pattern LOCATION =
            Pattern.compile(
                    "(?=.{1,300}\\z)[A-Za-z0-9_+-][A-Za-z0-9._+-]*(/[A-Za-z0-9_+-][A-Za-z0-9._+-]*)*");

    private IndexMaker() {}

    /**
     * What an index says about itself.
     *
     * @param publisher 1 to 100 characters that can be seen; blanks within them
     * @param sequence from 1 to 2^53 - 1, higher than that of every index before
     * @param issuedAt when it is made; seconds count
     * @param expiresAt from when on hosts refuse it, if ever; after {@code issuedAt}
     */
    public record Heading(
            String publisher, long sequence, Instant issuedAt, Optional<Instant> expiresAt) {
        /**
         * Checks them.
         *
         * @throws IllegalArgumentException with a sentence, if one cannot stand in an index
         */
        public Heading {
            issuedAt = issuedAt.truncatedTo(ChronoUnit.SECONDS);
            expiresAt = expiresAt.map(it -> it.truncatedTo(ChronoUnit.SECONDS));
            if (!PUBLISHER.matcher(publisher).matches()) {
                throw new IllegalArgumentException(
                        "A publisher's name has 1 to 100 characters that can be seen.");
            }
            if (sequence < 1 || sequence > HIGHEST_SEQUENCE) {
                throw new IllegalArgumentException(
                        "An index's number goes from 1 to " + HIGHEST_SEQUENCE + ".");
            }
            if (expiresAt.isPresent() && !expiresAt.get().isAfter(issuedAt)) {
                throw new IllegalArgumentException("An index expires after it was issued.");
            }
        }
    }

    /**
     * A bundle in an index.
     *
     * @param name its symbolic name
     * @param jar where its jar lies, from the index's folder
     * @param isSigned whether its jar has a signature; whether it holds is not looked at
     */
    public record Indexed(String name, String version, String jar, boolean isSigned) {}

    /**
     * Writes an index of all jars that lie in a folder, not in folders below it. It appears whole,
     * and replaces an earlier one, which is not taken for a bundle.
     *
     * @param index in this folder or above it
     * @return the bundles, by name and version
     * @throws MsoException (MSO-1446) if a jar cannot be read, (MSO-1447) if one is none that an
     *     index can offer, (MSO-1448) if two are the same version of a bundle, (MSO-1449) if there
     *     is none, or so many that no host reads the index
     * @throws IOException if the folder cannot be read or the index cannot be written
     */
    public static List<Indexed> write(Path folder, Path index, Heading heading) throws IOException {
        Path target = index.toAbsolutePath().normalize();
        var entries = new TreeMap<String, Entry>();
        for (Path jar : jars(folder.toAbsolutePath().normalize(), target)) {
            Entry entry = entry(jar, target.getParent());
            Entry other = entries.put(entry.key(), entry);
            if (other != null) {
                throw fault(
                        "MSO-1448",
                        entry.location,
                        "It is "
                                + entry.name
                                + " "
                                + entry.version
                                + ", and so is "
                                + other.location
                                + ".",
                        "Leave one of them, or give the other a version of its own.");
            }
        }
        byte[] json = json(heading, entries.values()).getBytes(StandardCharsets.UTF_8);
        if (entries.isEmpty() || json.length > MOST_JSON) {
            throw fault(
                    "MSO-1449",
                    folder.toString(),
                    entries.isEmpty()
                            ? "There is no jar in this folder to offer."
                            : "There are more jars in this folder than hosts read in one index.",
                    "Put the bundles' signed jars there, those that are to be offered and no others.");
        }
        write(target, json, heading.issuedAt);
        return entries.values().stream()
                .map(it -> new Indexed(it.name, it.version.toString(), it.location, it.isSigned))
                .toList();
    }

    /** A bundle's jar, as the index tells of it. */
    private record Entry(
            String name,
            OsgiVersion version,
            String location,
            long size,
            String digest,
            boolean isSigned,
            int java,
            Map<String, VersionRange> capabilities) {
        /** Sorts by name, then by version. */
        private String key() {
            return String.format(
                    "%s %010d %010d %010d %s",
                    name, version.major(), version.minor(), version.micro(), version.qualifier());
        }
    }

    private static List<Path> jars(Path folder, Path index) throws IOException {
        var jars = new ArrayList<Path>();
        try (var all = Files.list(folder)) {
            all.filter(it -> it.toString().endsWith(".jar") && !it.equals(index))
                    .sorted()
                    .forEach(jars::add);
        }
        return jars;
    }

    private static Entry entry(Path jar, Path from) {
        String location = from.relativize(jar).toString().replace('\\', '/');
        try (var archive = Archive.open(jar, new Budget())) {
            Attributes headers = BundleJar.headersOf(archive);
            String name =
                    HeaderClause.parse(headers.getValue("Bundle-SymbolicName"))
                            .get(0)
                            .paths()
                            .get(0);
            require(NAME.matcher(name).matches(), location, "Its symbolic name is no plain one.");
            require(
                    LOCATION.matcher(location).matches(),
                    location,
                    "Its path from the index's folder leaves that folder, or has other signs than"
                            + " letters and digits without accents, dot, hyphen, plus and underscore.");
            String version = headers.getValue("Bundle-Version");
            return new Entry(
                    name,
                    OsgiVersion.of(version == null ? "0" : version),
                    location,
                    Files.size(jar),
                    digest(jar),
                    archive.entries().stream()
                            .anyMatch(it -> it.getName().matches("(?i)META-INF/[^/]+\\.SF")),
                    java(archive, headers),
                    capabilities(location, headers));
        } catch (Rejected e) {
            throw unfit(location, e.getMessage());
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw unfit(location, "Its manifest cannot be read: " + e.getMessage() + ".");
        } catch (IOException e) {
            throw BundleVerifier.cannotOpen(
                    jar, e.getClass().getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    /**
     * What the manifest says; later, if the providers were compiled for a later one; where neither
     * tells, the oldest that hosts run.
     */
    private static int java(Archive archive, Attributes headers) throws IOException, Rejected {
        int needed = JavaVersion.stated(headers.getValue("Require-Capability")).orElse(0);
        for (HeaderClause clause : HeaderClause.parse(headers.getValue("Provide-Capability"))) {
            String provider = clause.parameter("provider", "").replace('.', '/') + ".class";
            Optional<ZipEntry> entry = archive.entry(provider);
            if (entry.isPresent()) {
                needed = Math.max(needed, JavaVersion.compiledFor(archive.read(entry.get())));
            }
        }
        return needed == 0 ? JavaVersion.OLDEST_HOST : needed;
    }

    private static Map<String, VersionRange> capabilities(String location, Attributes headers) {
        var imports = new TreeMap<String, String>();
        for (HeaderClause clause : HeaderClause.parse(headers.getValue("Import-Package"))) {
            clause.paths().forEach(it -> imports.put(it, clause.parameter("version", "0")));
        }
        var capabilities = new TreeMap<String, VersionRange>();
        for (HeaderClause clause : HeaderClause.parse(headers.getValue("Provide-Capability"))) {
            if (clause.paths().contains(BundleJar.NAMESPACE)) {
                String contract = clause.parameter("contract", "");
                String range = imports.get(contract.replaceFirst("\\.[^.]*$", ""));
                require(
                        range != null,
                        location,
                        "It provides " + contract + " and does not import the contract's package.");
                capabilities.put(contract, VersionRange.of(range));
            }
        }
        require(!capabilities.isEmpty(), location, "It provides no capability.");
        return capabilities;
    }

    private static String digest(Path jar) throws IOException {
        try (InputStream in = Files.newInputStream(jar);
                var digesting = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digesting.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digesting.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String json(Heading heading, Iterable<Entry> entries) {
        var text = new StringBuilder("{\n");
        text.append("  \"format\": 1,\n");
        text.append("  \"publisher\": ").append(quoted(heading.publisher)).append(",\n");
        text.append("  \"sequence\": ").append(heading.sequence).append(",\n");
        text.append("  \"issuedAt\": ").append(quoted(heading.issuedAt.toString())).append(",\n");
        heading.expiresAt.ifPresent(
                it -> text.append("  \"expiresAt\": ").append(quoted(it.toString())).append(",\n"));
        text.append("  \"bundles\": [");
        String before = "\n";
        for (Entry entry : entries) {
            text.append(before);
            append(text, entry);
            before = ",\n";
        }
        return text.append("\n  ]\n}\n").toString();
    }

    private static void append(StringBuilder text, Entry entry) {
        text.append("    {\"name\": ").append(quoted(entry.name));
        text.append(", \"version\": ").append(quoted(entry.version.toString()));
        text.append(",\n     \"jar\": ").append(quoted(entry.location));
        text.append(", \"size\": ").append(entry.size);
        text.append(",\n     \"sha256\": ").append(quoted(entry.digest));
        text.append(",\n     \"java\": ").append(entry.java);
        text.append(", \"capabilities\": [");
        String before = "";
        for (Map.Entry<String, VersionRange> each : entry.capabilities.entrySet()) {
            text.append(before).append("{\"contract\": ").append(quoted(each.getKey()));
            text.append(", \"versions\": ").append(quoted(each.getValue().toString())).append('}');
            before = ", ";
        }
        text.append("]}");
    }

    /** None of the texts has a control character. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static void write(Path target, byte[] json, Instant time) throws IOException {
        var jar = new ByteArrayOutputStream();
        try (var out = new ZipOutputStream(jar)) {
            put(out, "META-INF/MANIFEST.MF", MANIFEST.getBytes(StandardCharsets.US_ASCII), time);
            put(out, "bundles.json", json, time);
        }
        // Beside it and by hand: a temporary file could be read by us alone, and so would the
        // index.
        Path partial = target.resolveSibling("." + target.getFileName() + ".partial");
        try {
            Files.write(partial, jar.toByteArray());
            Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static void put(ZipOutputStream out, String name, byte[] content, Instant time)
            throws IOException {
        var entry = new ZipEntry(name);
        entry.setTimeLocal(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }

    private static void require(boolean holds, String location, String otherwise) {
        if (!holds) {
            throw unfit(location, otherwise);
        }
    }

    private static MsoException unfit(String location, String why) {
        return fault(
                "MSO-1447",
                location,
                "The jar is none that an index can offer. " + why,
                "Leave it out of the folder, or build it as a bundle: verify says what is wrong with it.");
    }

    private static MsoException fault(String code, String place, String cause, String fix) {
        return new MsoException(Problem.error(code, place, cause, fix));
    }
}

package org.openmso.verifier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** What a bundle is compared with: the contracts of a host, and earlier versions of itself. */
final class Against implements AutoCloseable {
    /** Where a host's distribution keeps its bundles. */
    private static final String BUNDLES = "META-INF/openmso/bundles/";

    private final Path scratch;
    private final List<Archive> open = new ArrayList<>();
    private final List<Earlier> earlier = new ArrayList<>();
    private Optional<Contracts> contracts = Optional.empty();

    /** Another build of a bundle. */
    private record Earlier(String symbolicName, String version, Path file, String place) {}

    private Against(Path scratch) {
        this.scratch = scratch;
    }

    /** Nothing in particular. */
    static Against nothing(Path scratch) {
        return new Against(scratch);
    }

    /**
     * Looks for contracts and bundles.
     *
     * @param place a jar, a folder of jars, or a folder of compiled contracts
     * @throws Rejected if it is a file, but no jar
     */
    static Against at(Path place, Path scratch) throws IOException, Rejected {
        var against = new Against(scratch);
        try {
            if (Files.isDirectory(place)) {
                against.contracts = Contracts.of(place);
                for (Path jar : jars(place)) {
                    against.addIfSound(jar, jar.getFileName().toString());
                }
            } else {
                against.add(place, place.getFileName().toString());
            }
            return against;
        } catch (IOException | Rejected | RuntimeException e) {
            against.close();
            throw e;
        }
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    /** A host's folder may hold jars of any kind; one that is damaged is not our matter. */
    private void addIfSound(Path jar, String place) throws IOException {
        try {
            add(jar, place);
        } catch (Rejected e) {
            // Neither contracts nor an earlier version come from it.
            return;
        }
    }

    private void add(Path file, String place) throws IOException, Rejected {
        Archive archive = Archive.open(file, new Budget());
        open.add(archive);
        if (contracts.isEmpty()) {
            contracts = Contracts.of(archive);
        }
        try {
            Attributes headers = BundleJar.headersOf(archive);
            String version = headers.getValue("Bundle-Version");
            earlier.add(
                    new Earlier(
                            symbolicName(headers.getValue("Bundle-SymbolicName")),
                            version == null ? "0" : version,
                            file,
                            place));
        } catch (Rejected e) {
            // A jar, but no bundle.
        }
        for (ZipEntry entry : archive.entries()) {
            if (entry.getName().startsWith(BUNDLES) && entry.getName().endsWith(".jar")) {
                addIfSound(archive.extract(entry, scratch), place + "!" + entry.getName());
            }
        }
    }

    private static String symbolicName(String header) {
        return HeaderClause.parse(header).stream()
                .flatMap(clause -> clause.paths().stream())
                .findFirst()
                .orElse("");
    }

    /** The host's contracts, if they were among it. */
    Optional<Contracts> contracts() {
        return contracts;
    }

    /** Whether a bundle's version was raised above all that were found. */
    void checkVersion(BundleJar jar, Findings findings) throws IOException {
        String name = symbolicName(jar.header("Bundle-SymbolicName"));
        boolean isCompared = contracts.isPresent();
        for (Earlier other : earlier) {
            if (other.symbolicName.equals(name)) {
                isCompared = true;
                if (Files.mismatch(other.file, jar.outer().file()) >= 0) {
                    compare(jar, other, findings);
                }
            }
        }
        if (!isCompared) {
            findings.add(
                    Check.NOTHING_TO_COMPARE,
                    "",
                    "What it was to be compared with has neither contracts nor a bundle "
                            + name
                            + ".");
        }
    }

    private static void compare(BundleJar jar, Earlier other, Findings findings) {
        OsgiVersion before;
        OsgiVersion now;
        try {
            before = OsgiVersion.of(other.version);
            now = OsgiVersion.of(Optional.ofNullable(jar.header("Bundle-Version")).orElse("0"));
        } catch (IllegalArgumentException e) {
            // Told as a header that cannot be read.
            return;
        }
        int order = now.compareTo(before);
        if (order <= 0) {
            // Snapshots are built over and over; nobody ships them.
            boolean isSnapshot = now.qualifier().equals("SNAPSHOT") && order == 0;
            findings.add(
                    Check.VERSION_NOT_RAISED,
                    isSnapshot ? Severity.WARNING : Severity.ERROR,
                    "Bundle-Version",
                    order == 0
                            ? "It is " + now + ", as that of another jar, " + other.place + "."
                            : "It is " + now + ", before " + before + " of " + other.place + ".");
        }
    }

    @Override
    public void close() throws IOException {
        for (Archive archive : open) {
            archive.close();
        }
    }
}

package org.openmso.verifier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openmso.api.MsoException;
import org.openmso.api.Problem;

/**
 * Looks at a bundle jar and says what would fail or harm once it is installed. Nothing of the jar
 * is loaded or run. Safe from any thread; a bundle of 25 MB takes a few seconds.
 *
 * <p>A jar that is damaged, or made to harm, is a finding like any other: memory stays bounded. For
 * the time of a look, jars inside the bundle are copied into a temporary folder.
 */
public final class BundleVerifier {
    private final HostPackages host = new HostPackages();

    /** A verifier for hosts with the Java that runs it. */
    public BundleVerifier() {}

    /**
     * Looks at a bundle for hosts with the contracts that came with this verifier.
     *
     * @return what was found, errors first; empty never, because a sound bundle has its signature
     *     and libraries told
     * @throws MsoException (MSO-1446) if the file cannot be opened or read
     */
    public List<Finding> verify(Path jar) {
        return verify(jar, Optional.empty());
    }

    /**
     * Looks at a bundle for a certain host, and beside an earlier version of itself.
     *
     * @param against a jar, or a folder of jars: the host's contracts (otherwise those that came
     *     with this verifier), earlier versions of the bundle, or both; the folder of a host's
     *     libraries has all of it, because the distribution's bundles are looked into
     * @throws MsoException (MSO-1446) if one of both cannot be opened or read
     */
    public List<Finding> verify(Path jar, Path against) {
        return verify(jar, Optional.of(against));
    }

    private List<Finding> verify(Path jar, Optional<Path> against) {
        requireFile(jar);
        against.ifPresent(BundleVerifier::requireThere);
        var findings = new Findings();
        Path scratch = null;
        try {
            scratch = Files.createTempDirectory("mso-verifier");
            try (Against other = open(against, scratch)) {
                look(jar, other, against.isPresent(), scratch, findings);
            } catch (Rejected e) {
                findings.add("", e);
            }
        } catch (IOException e) {
            throw cannotOpen(jar, e.getClass().getSimpleName() + ": " + e.getMessage(), e);
        } finally {
            discard(scratch);
        }
        return findings.all();
    }

    private static Against open(Optional<Path> against, Path scratch) throws IOException {
        if (against.isEmpty()) {
            return Against.nothing(scratch);
        }
        try {
            return Against.at(against.get(), scratch);
        } catch (Rejected e) {
            throw cannotOpen(against.get(), e.getMessage(), e);
        }
    }

    private void look(
            Path file, Against against, boolean isCompared, Path scratch, Findings findings)
            throws IOException, Rejected {
        Contracts contracts =
                against.contracts().isPresent() ? against.contracts().get() : Contracts.own();
        try (var jar = BundleJar.open(file, scratch, new Budget(), findings)) {
            new SignatureCheck(jar.outer(), findings).check();
            var lookup = new ClassLookup(jar, contracts);
            var manifest = new ManifestChecks(jar, contracts, host, findings);
            manifest.check();
            new ProviderChecks(jar, lookup, findings).check();
            new LibraryChecks(jar, findings).check();
            var contractUse = new ContractUse(lookup, contracts, findings);
            new CodeChecks(jar, manifest, host, lookup, contractUse, findings).check();
            if (isCompared) {
                against.checkVersion(jar, findings);
            }
        }
    }

    private static void requireFile(Path jar) {
        requireThere(jar);
        if (!Files.isRegularFile(jar)) {
            throw cannotOpen(jar, "It is no file.", null);
        }
    }

    private static void requireThere(Path path) {
        if (Files.notExists(path)) {
            throw cannotOpen(path, "It is not there.", null);
        }
        if (!Files.isReadable(path)) {
            throw cannotOpen(path, "This user may not read it.", null);
        }
    }

    static MsoException cannotOpen(Path path, String reason, Exception cause) {
        return new MsoException(
                Problem.error(
                        Check.CANNOT_OPEN.code(), path.toString(), reason, Check.CANNOT_OPEN.fix()),
                cause);
    }

    /** What cannot be deleted now goes with the system's temporary files. */
    private static void discard(Path scratch) {
        if (scratch == null) {
            return;
        }
        var all = new ArrayList<Path>();
        try (Stream<Path> files = Files.walk(scratch)) {
            files.sorted(Comparator.reverseOrder()).forEach(all::add);
            for (Path each : all) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            scratch.toFile().deleteOnExit();
        }
    }
}

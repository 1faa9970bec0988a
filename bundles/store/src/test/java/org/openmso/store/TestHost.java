package org.openmso.store;

import static org.junit.jupiter.api.Assertions.fail;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.openmso.api.Actor;
import org.openmso.api.Contract;
import org.openmso.api.ManagementAgreement;
import org.openmso.api.MsoModel;
import org.openmso.api.Practice;
import org.openmso.api.Problem;
import org.openmso.api.Tier;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.host.NamedInput;
import org.openmso.api.registry.Registry;
import org.openmso.embed.Mso;
import org.openmso.embed.Trust;
import org.openmso.store.notes.NotesIntake;
import org.openmso.testkit.registry.GivenRegistry;

/** A host in a folder, with the store as it is shipped and two practices; it may start again. */
final class TestHost implements Closeable {
    static final Path STORE = Path.of(System.getProperty("openmso.bundle"));

    private final Path root;
    private final StringBuilder index = new StringBuilder();
    private final List<Closeable> opened = new ArrayList<>();

    TestHost(Path root, byte[]... bundles) {
        this.root = root;
        try {
            add("registry.jar", registryBundle());
            add("store.jar", Files.readAllBytes(STORE));
            for (int i = 0; i < bundles.length; i++) {
                add("bundle" + i + ".jar", bundles[i]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String file, byte[] jar) throws IOException {
        Path folder = root.resolve("classpath/META-INF/openmso");
        Files.createDirectories(folder.resolve("bundles"));
        Files.write(folder.resolve("bundles").resolve(file), jar);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(jar);
            index.append(HexFormat.of().formatHex(digest)).append(' ').append(file).append('\n');
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        Files.writeString(folder.resolve("bundles.index"), index.toString());
    }

    private static byte[] registryBundle() {
        try (var builder = new Builder()) {
            builder.setClasspath(
                    new File[] {
                        NotesBundle.home(GivenRegistry.class), NotesBundle.home(Contract.class)
                    });
            builder.setProperty("Bundle-SymbolicName", "org.openmso.test.registry");
            builder.setProperty("Bundle-Version", "1.0.0");
            builder.setProperty("Private-Package", GivenRegistry.class.getPackageName());
            builder.setProperty(
                    "Provide-Capability",
                    "org.openmso.capability;contract=\""
                            + Registry.class.getName()
                            + "\";provider=\""
                            + GivenRegistry.class.getName()
                            + "\"");
            try (Jar jar = builder.build()) {
                var bytes = new ByteArrayOutputStream();
                jar.write(bytes);
                return bytes.toByteArray();
            }
        } catch (Exception e) {
            throw new IllegalStateException("bnd could not build the registry", e);
        }
    }

    /** Where the data lies. */
    Path data() {
        return root.resolve("data");
    }

    Mso.Builder configure() {
        try {
            var loader =
                    new URLClassLoader(
                            new URL[] {root.resolve("classpath").toUri().toURL()},
                            Mso.class.getClassLoader());
            opened.add(loader);
            return Mso.builder()
                    .bundles(loader)
                    .registry(NamedInput.of("practices", registry()))
                    .data(data())
                    .drain(Duration.ofSeconds(20))
                    .trust(Trust.unsignedForDevelopment());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] registry() {
        var agreement =
                new ManagementAgreement(MsoModel.SERVICE_ONLY, "IL", LocalDate.of(2026, 1, 1));
        return GivenRegistry.written(
                List.of(new Tier("all", "All", Set.of("fhir"))),
                List.of(
                        new Practice("oak", "Oak Street", "all", agreement, Map.of()),
                        new Practice("elm", "Elm Street", "all", agreement, Map.of())));
    }

    Mso start() {
        return keep(configure().start());
    }

    Mso keep(Mso mso) {
        opened.add(mso::close);
        return mso;
    }

    /** What the notes of a practice answer. */
    static List<String> ask(Mso mso, String practice, String... what) {
        return NotesIntake.ask(
                mso.practice(practice, Actor.practice("desk")).get(FhirIntake.class), what);
    }

    /** The codes that health names, but for that unsigned bundles are accepted. */
    static List<String> codes(Mso mso) {
        return mso.health().problems().stream()
                .map(Problem::code)
                .filter(it -> !it.equals("MSO-1033"))
                .toList();
    }

    /** Waits until it holds, at most a minute. */
    static void await(String what, BooleanSupplier holds) {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                fail("not within a minute: " + what);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Override
    public void close() throws IOException {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }
}

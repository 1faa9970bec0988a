package org.openmso.embed;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executor;
import org.openmso.api.Actor;
import org.openmso.api.Health;
import org.openmso.api.Problem;
import org.openmso.api.billing.BatchReport;
import org.openmso.api.billing.Billing;
import org.openmso.api.host.InterchangeTarget;
import org.openmso.embed.internal.signing.Identity;

/** A host in a folder: its class path of bundles, its registry file and its data directory. */
public final class TestHost implements Closeable {
    /** Runs each task on a thread of its own; the common pool may have only one. */
    public static final Executor OWN_THREAD = task -> new Thread(task, "own").start();

    static final Trust TRUST = Trust.signedBy(Identity.store(TestBundle.AUTHOR));
    static final Actor DESK = Actor.practice("desk-7");

    private final Path root;
    private final StringBuilder index = new StringBuilder();
    private final List<Closeable> opened = new ArrayList<>();

    TestHost(Path root) {
        this.root = root;
    }

    /** A host with the registry, billing and intake, and a registry file of these lines. */
    public static TestHost usual(Path root, String... registry) {
        return new TestHost(root)
                .with(TestBundle.REGISTRY, TestBundle.BILLING, TestBundle.FHIR)
                .registry(registry);
    }

    /** A host with the registry and one other bundle. */
    public static TestHost withRegistryAnd(Path root, TestBundle other, String... registry) {
        return new TestHost(root).with(TestBundle.REGISTRY, other).registry(registry);
    }

    TestHost with(TestBundle... bundles) {
        for (TestBundle bundle : bundles) {
            add(bundle.file(), bundle.jar());
        }
        return this;
    }

    TestHost add(String file, byte[] jar) {
        try {
            index.append(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(jar)))
                    .append(' ')
                    .append(file)
                    .append('\n');
            write("META-INF/openmso/bundles.index", index.toString());
            Files.createDirectories(bundle(file).getParent());
            Files.write(bundle(file), jar);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where a bundle lies on the class path. */
    Path bundle(String file) {
        return root.resolve("classpath/META-INF/openmso/bundles").resolve(file);
    }

    /** Where the data lies. */
    public Path data() {
        return root.resolve("data");
    }

    public TestHost registry(String... lines) {
        try {
            Files.write(registryFile(), List.of(lines));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestHost write(String path, String text) {
        try {
            Path file = root.resolve("classpath").resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The registry file. */
    public Path registryFile() {
        return root.resolve("registry.txt");
    }

    /** The class path with the bundles; closed at the end. */
    public ClassLoader classPath() {
        try {
            URL folder = root.resolve("classpath").toUri().toURL();
            var loader = new URLClassLoader(new URL[] {folder}, Mso.class.getClassLoader());
            opened.add(loader);
            return loader;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Mso.Builder configure() {
        return Mso.builder()
                .bundles(classPath())
                .registry(registryFile())
                .data(data())
                .trust(TRUST);
    }

    Mso start() {
        return keep(configure().start());
    }

    /** Closes it at the test's end. */
    Mso keep(Mso mso) {
        opened.add(mso::close);
        return mso;
    }

    static Billing billing(Mso mso, String practice) {
        return mso.practice(practice, DESK).get(Billing.class);
    }

    /** Calls billing; what it answers. */
    public static String call(Billing billing) {
        BatchReport report = billing.prepare(sink -> {}, NOWHERE, outcome -> {});
        return report.interchanges().get(0);
    }

    public static List<String> codes(Health health) {
        return health.problems().stream().map(Problem::code).toList();
    }

    public static final InterchangeTarget NOWHERE =
            name -> {
                throw new IOException("nothing is written here");
            };

    @Override
    public void close() throws IOException {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }
}

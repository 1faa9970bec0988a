package org.openmso.sample.ehr.rehearsal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import org.openmso.api.host.NamedInput;
import org.openmso.api.registry.Registry;
import org.openmso.embed.BundleStatus;
import org.openmso.sample.ehr.rehearsal.faulty.FaultyCapability;
import org.openmso.sample.ehr.rehearsal.faulty.FaultyRegistry;
import org.openmso.sample.ehr.rehearsal.faulty.OnPurpose;

/** One of the host's own bundles, of which candidates for its place are made. */
final class OwnBundle {
    private static final String HOME = "META-INF/openmso/";
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    /** A package of contracts in an import, up to its version. */
    private static final String CONTRACT =
            "(org\\.openmso\\.api\\.(?:fhir|billing|registry)[^,\"]*);version=\"[^\"]*\"";

    private final BundleStatus status;
    private final ThrowawayKey key;
    private final Map<String, byte[]> entries;
    private final Attributes headers;
    private int made;

    private OwnBundle(BundleStatus status, ThrowawayKey key, byte[] jar) throws IOException {
        this.status = status;
        this.key = key;
        this.entries = JarEntries.of(jar);
        this.headers =
                new Manifest(new ByteArrayInputStream(entries.get(MANIFEST))).getMainAttributes();
        // A signature of the author's would not fit what is changed here.
        entries.keySet().removeIf(name -> name.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)"));
    }

    /** The one on the class path whose digest the host tells. */
    static OwnBundle of(BundleStatus status, ThrowawayKey key) {
        try {
            ClassLoader loader = OwnBundle.class.getClassLoader();
            for (URL index : Collections.list(loader.getResources(HOME + "bundles.index"))) {
                for (String line : new String(read(index), StandardCharsets.UTF_8).split("\n")) {
                    if (line.startsWith(status.digest() + " ")) {
                        String file = line.substring(status.digest().length() + 1).strip();
                        return new OwnBundle(status, key, read(new URL(index, "bundles/" + file)));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException(status.name() + " is not on the class path");
    }

    String name() {
        return status.name();
    }

    /** The next version of it, sound and signed. */
    NamedInput next() {
        return input(signed(raised()));
    }

    /** The next version of it, with a flaw. */
    NamedInput next(Flaw flaw) {
        Attributes raised = raised();
        return input(
                switch (flaw) {
                    case TORN -> {
                        byte[] whole = signed(raised);
                        yield Arrays.copyOf(whole, whole.length / 2);
                    }
                    case LACKING_IMPORT -> {
                        change(raised, "Import-Package", "$", ",com.example.lacking");
                        yield signed(raised);
                    }
                    case LATER_CONTRACT -> {
                        change(raised, "Import-Package", CONTRACT, "$1;version=\"[999,1000)\"");
                        yield signed(raised);
                    }
                    case NO_PROVIDER -> {
                        provide(raised, "com.example.NotThere");
                        yield signed(raised);
                    }
                    case PROBE_THROWS ->
                            faulty(
                                    raised,
                                    FaultyCapability.ProbeThrows.class,
                                    FaultyRegistry.ReadThrows.class);
                    case SAYS_DOWN ->
                            faulty(
                                    raised,
                                    FaultyCapability.SaysDown.class,
                                    FaultyRegistry.Refuses.class);
                    case CONSTRUCTOR_THROWS ->
                            faulty(
                                    raised,
                                    FaultyCapability.ConstructorThrows.class,
                                    FaultyRegistry.ConstructorThrows.class);
                    case UNSIGNED -> jar(raised, entries);
                    case TAMPERED -> tampered(signed(raised));
                    case DUPLICATE_ENTRY -> doubled(signed(raised));
                    case EXPORTS -> {
                        raised.putValue("Export-Package", "com.example.exported");
                        yield signed(raised);
                    }
                });
    }

    private byte[] signed(Attributes headers) {
        return key.signed(jar(headers, entries));
    }

    private NamedInput input(byte[] jar) {
        return NamedInput.of(name() + "-candidate-" + made + ".jar", jar);
    }

    /** The manifest of the next version. */
    private Attributes raised() {
        made++;
        String[] parts = status.version().split("\\.", 4);
        var raised = new Attributes(headers);
        raised.putValue(
                "Bundle-Version",
                String.format(
                        Locale.ROOT,
                        "%s.%s.%d",
                        parts[0],
                        parts[1],
                        Long.parseLong(parts[2]) + made));
        return raised;
    }

    private void change(Attributes raised, String header, String form, String replacement) {
        String before = raised.getValue(header);
        String after = before.replaceFirst(form, replacement);
        if (after.equals(before)) {
            throw new IllegalStateException(header + " of " + name() + " is " + before);
        }
        raised.putValue(header, after);
    }

    /** Names another class as provider. */
    private void provide(Attributes raised, String provider) {
        change(
                raised,
                "Provide-Capability",
                "provider(:String)?=\"?[\\w.$]+\"?",
                Matcher.quoteReplacement("provider=\"" + provider + "\""));
    }

    private byte[] faulty(Attributes raised, Class<?> capability, Class<?> registry) {
        boolean kernel = status.capabilities().contains(Registry.CAPABILITY);
        Class<?> provider = kernel ? registry : capability;
        provide(raised, provider.getName());
        var more = new LinkedHashMap<>(entries);
        for (Class<?> each : List.of(provider, provider.getSuperclass(), OnPurpose.class)) {
            String file = each.getName().replace('.', '/') + ".class";
            try {
                more.put(file, read(OwnBundle.class.getClassLoader().getResource(file)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return key.signed(jar(raised, more));
    }

    private static byte[] tampered(byte[] signed) {
        Map<String, byte[]> all = JarEntries.of(signed);
        String name =
                all.keySet().stream().filter(it -> it.endsWith(".class")).findFirst().orElseThrow();
        byte[] changed = all.get(name).clone();
        changed[changed.length - 1] ^= 1;
        all.put(name, changed);
        return JarEntries.jar(all);
    }

    /** Two names of equal length become one, where they stand in the jar's own headers. */
    private static byte[] doubled(byte[] signed) {
        Map<String, byte[]> all = JarEntries.of(signed);
        all.put("rehearsal/twice-1", new byte[] {1});
        all.put("rehearsal/twice-2", new byte[] {2});
        byte[] jar = JarEntries.jar(all);
        byte[] name = "rehearsal/twice-2".getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at + name.length <= jar.length; at++) {
            if (Arrays.equals(jar, at, at + name.length, name, 0, name.length)) {
                jar[at + name.length - 1] = '1';
            }
        }
        return jar;
    }

    private static byte[] jar(Attributes headers, Map<String, byte[]> entries) {
        var manifest = new Manifest();
        manifest.getMainAttributes().putAll(headers);
        var text = new ByteArrayOutputStream();
        try {
            manifest.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var all = new LinkedHashMap<String, byte[]>();
        all.put(MANIFEST, text.toByteArray());
        entries.forEach(all::putIfAbsent);
        return JarEntries.jar(all);
    }

    private static byte[] read(URL resource) throws IOException {
        var connection = resource.openConnection();
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
            return in.readAllBytes();
        }
    }
}

package org.openmso.embed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openmso.embed.internal.signing.Identity;
import org.openmso.embed.internal.signing.Jars;

/**
 * An index of made-up bundles, as a publisher would make it.
 *
 * @param entries its bundles, each as JSON
 * @param files the jars, by their location
 */
public record TestIndex(
        long sequence, String more, List<String> entries, Map<String, byte[]> files) {
    private static final String BILLING = "org.openmso.api.billing.Billing";

    /** With nothing in it. */
    public static TestIndex number(long sequence) {
        return new TestIndex(sequence, "", List.of(), Map.of());
    }

    /** With a version of billing, signed. */
    TestIndex billing(String version) {
        return offers(TestBundle.BILLING, version, "[1,2)", jarOf(version));
    }

    /** With a version of billing that is told to need other contracts. */
    TestIndex billingNeeding(String version, String contracts) {
        return offers(TestBundle.BILLING, version, contracts, jarOf(version));
    }

    /** With a version of billing that is told to need another Java. */
    TestIndex billingForJava(String version, int java) {
        TestIndex told = billing(version);
        return new TestIndex(
                sequence,
                more,
                told.entries.stream()
                        .map(
                                it ->
                                        it.contains('"' + version + '"')
                                                ? it.replace("\"java\": 17", "\"java\": " + java)
                                                : it)
                        .toList(),
                told.files);
    }

    /** With a bundle that provides billing, and a jar of which the index tells this. */
    TestIndex offers(TestBundle bundle, String version, String contracts, byte[] jar) {
        String location = "jars/" + bundle.file().replace(".jar", "-" + version + ".jar");
        String name = bundle.headers().get("Bundle-SymbolicName");
        return entry(
                entry(name, version, location, jar.length, digest(jar), BILLING, contracts),
                location,
                jar);
    }

    static byte[] jarOf(String version) {
        return TestBundle.BILLING.version(version).signed();
    }

    /** With an entry as it stands. */
    TestIndex entry(String json, String location, byte[] jar) {
        var more = new ArrayList<>(entries);
        more.add(json);
        var all = new LinkedHashMap<>(files);
        all.put(location, jar);
        return new TestIndex(sequence, this.more, more, all);
    }

    /** With further fields, as JSON that ends with a comma. */
    public TestIndex saying(String fields) {
        return new TestIndex(sequence, fields, entries, files);
    }

    static String entry(
            String name,
            String version,
            String location,
            long size,
            String digest,
            String contract,
            String contracts) {
        return """
            {"name": "%s", "version": "%s", "jar": "%s", "size": %d, "sha256": "%s",
              "java": 17, "capabilities": [{"contract": "%s", "versions": "%s"}]}"""
                .formatted(name, version, location, size, digest, contract, contracts);
    }

    public String json() {
        return """
            {"format": 1, "publisher": "Made Up Bundles", "sequence": %d, "issuedAt": "2026-11-01T08:00:00Z",
             %s "bundles": [%s]}
            """
                .formatted(sequence, more, String.join(",\n", entries));
    }

    /** The index as a jar, not signed. */
    public byte[] unsigned() {
        return jar(json());
    }

    /** The index, signed by whom {@link TestHost} trusts. */
    public byte[] signed() {
        return signed(TestBundle.AUTHOR);
    }

    byte[] signed(Identity signer) {
        return Jars.signed(unsigned(), signer);
    }

    /** An index's jar with this as its bundles.json. */
    public static byte[] jar(String json) {
        var entries = new LinkedHashMap<String, byte[]>();
        entries.put("META-INF/MANIFEST.MF", Jars.text("Manifest-Version: 1.0\r\n\r\n"));
        entries.put("bundles.json", Jars.text(json));
        return Jars.write(entries);
    }

    /** Writes it, signed, with its jars into a folder. */
    BundleIndex in(Path folder) {
        return in(folder, signed());
    }

    /** Writes these bytes as index, with its jars, into a folder. */
    BundleIndex in(Path folder, byte[] index) {
        try {
            Files.createDirectories(folder.resolve("jars"));
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Files.write(folder.resolve(file.getKey()), file.getValue());
            }
            return BundleIndex.at(Files.write(folder.resolve("index.jar"), index));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

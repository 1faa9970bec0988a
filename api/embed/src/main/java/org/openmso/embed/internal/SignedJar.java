package org.openmso.embed.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.CodeSigner;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import org.openmso.embed.Trust;
import org.openmso.embed.internal.JarLayout.Entry;

/**
 * Whether a host accepts a jar, judged on the very bytes that it will install. The jar must read
 * the same in every way ({@link JarLayout}); each of its entries but folders and the signatures
 * themselves must be signed, all by one signer, as Java verifies it; and that signer must be one
 * the host trusts ({@link TrustedSigner}). Of several signers one that is trusted suffices, since
 * it signed everything; the others neither help nor harm.
 */
final class SignedJar {
    /** What is returned where the host does not ask who signed. */
    static final String NOT_VERIFIED = "nobody verified (development)";

    /** Manifest and signatures are held in memory; Java 25 sets each of them the same limit. */
    private static final long MOST_SIGNATURE_BYTES = 16_000_000;

    /** Unpacked; more would keep the host busy before it is known whose it is. */
    private static final long MOST_BYTES = 1L << 30;

    private final String file;
    private final byte[] jar;
    private final JarLayout layout;
    private final byte[] buffer = new byte[64 * 1024];

    private SignedJar(String file, byte[] jar) throws Refusal {
        this.file = file;
        this.jar = jar;
        this.layout = JarLayout.of(file, jar);
    }

    /**
     * Somebody whom the host trusts.
     *
     * @param subject of the certificate, in the form of RFC 2253
     * @param until when the certificates end by which it is trusted
     */
    record Signer(String subject, Instant until) {}

    /** The same as {@link #trusted}, for who asks only for the first, and now. */
    static String accepted(Trust trust, Clock clock, String file, byte[] jar) throws Refusal {
        return trusted(trust, clock.instant(), file, jar).get(0).subject();
    }

    /**
     * Who signed a jar that the host accepts. Changes nothing; safe from any thread.
     *
     * @param when the time by which certificates are judged
     * @param file the jar's name, the place of problems
     * @param jar exactly what will be installed
     * @return all signers whom the host trusts, at least one; {@link #NOT_VERIFIED} where the host
     *     accepts unsigned bundles
     * @throws Refusal MSO-1030 if it is not signed, MSO-1031 if by nobody whom the host trusts,
     *     MSO-1032 if the signature does not hold for all of it
     */
    static List<Signer> trusted(Trust trust, Instant when, String file, byte[] jar) throws Refusal {
        if (trust.acceptsUnsigned()) {
            return List.of(new Signer(NOT_VERIFIED, Instant.MAX));
        }
        var judge = new TrustedSigner(trust, when);
        var trusted = new ArrayList<Signer>();
        var objections = new ArrayList<String>();
        for (CodeSigner signer : signers(file, jar)) {
            Optional<String> objection = judge.objection(signer);
            if (objection.isEmpty()) {
                trusted.add(new Signer(TrustedSigner.subject(signer), judge.until(signer)));
                continue;
            }
            objections.add(
                    "It is signed by "
                            + TrustedSigner.subject(signer)
                            + " (certificate SHA-256 "
                            + TrustedSigner.fingerprint(signer)
                            + "): "
                            + objection.get()
                            + ".");
        }
        if (trusted.isEmpty()) {
            throw new Refusal(Launch.SIGNER_NOT_TRUSTED.at(file, String.join(" ", objections)));
        }
        return trusted;
    }

    /** Who signed all of a jar, trusted or not; never empty. */
    private static Set<CodeSigner> signers(String file, byte[] jar) throws Refusal {
        var signed = new SignedJar(file, jar);
        if (signed.layout.entries().stream().noneMatch(Entry::signature)) {
            throw new Refusal(Launch.UNSIGNED.at(file));
        }
        try {
            signed.checkSignatures();
            return signed.verified();
        } catch (IOException | RuntimeException e) {
            // SecurityException is Java's verdict; what else comes, a hostile jar made it.
            String why = JarLayout.shown(String.valueOf(e.getMessage()));
            throw new Refusal(Launch.SIGNATURE_BROKEN.at(file, "Java says: " + why + "."), e);
        }
    }

    /** Every signature must be complete and sign the whole manifest. */
    private void checkSignatures() throws Refusal, IOException {
        byte[] manifest = layout.content(layout.entries().get(manifestAt()));
        var files = new LinkedHashMap<String, Entry>();
        var blocks = new HashMap<String, Entry>();
        for (Entry entry : layout.entries()) {
            if (entry.signature()) {
                String upper = entry.name().toUpperCase(Locale.ENGLISH);
                int dot = upper.lastIndexOf('.');
                require(
                        dot > 0 && !upper.startsWith("SIG-", JarLayout.META_INF.length()),
                        "Its entry " + entry.shown() + " is no signature that Java knows.");
                Entry other =
                        (upper.endsWith(".SF") ? files : blocks)
                                .put(upper.substring(0, dot), entry);
                require(other == null, "Its signature " + entry.shown() + " has two blocks.");
            }
        }
        require(
                files.keySet().equals(blocks.keySet()),
                "One of its signatures lacks its signature file or its block.");
        for (Map.Entry<String, Entry> each : files.entrySet()) {
            String objection =
                    new SignatureFile(
                                    each.getValue().shown(),
                                    layout.content(each.getValue()),
                                    layout.content(blocks.get(each.getKey())))
                            .objection(manifest);
            require(objection.isEmpty(), objection);
        }
    }

    /**
     * Where the manifest is among the entries. It comes first, then the signatures, as jar tools
     * and {@code jarsigner} write them: Java overlooks a signature that comes later.
     */
    private int manifestAt() throws Refusal {
        List<Entry> entries = layout.entries();
        int at = entries.get(0).name().equals(JarLayout.META_INF) ? 1 : 0;
        require(
                at < entries.size() && entries.get(at).name().equals(JarFile.MANIFEST_NAME),
                "Its manifest is not at its beginning.");
        boolean content = false;
        long signatureBytes = entries.get(at).size();
        long bytes = 0;
        for (Entry entry : entries.subList(at + 1, entries.size())) {
            require(
                    !(entry.signature() && content),
                    "Its signature does not directly follow the manifest.");
            content |= !entry.signature() && !entry.directory();
            signatureBytes += entry.signature() ? entry.size() : 0;
            bytes += entry.size();
        }
        require(
                signatureBytes <= MOST_SIGNATURE_BYTES && bytes <= MOST_BYTES,
                "It is larger than a bundle may be: 16 MB of manifest and signatures, 1 GB unpacked.");
        return at;
    }

    /** Java's own verification of every byte; the signers that signed every entry. */
    private Set<CodeSigner> verified() throws Refusal, IOException {
        var signed = new LinkedHashMap<String, Set<CodeSigner>>();
        try (var in = new JarInputStream(new ByteArrayInputStream(jar), true)) {
            Manifest manifest = in.getManifest();
            List<Entry> entries = layout.entries();
            for (Entry entry : entries.subList(manifestAt() + 1, entries.size())) {
                CodeSigner[] signers = read(in, entry);
                if (!entry.signature() && !entry.directory()) {
                    signed.put(
                            entry.name(),
                            signers == null ? Set.of() : new HashSet<>(List.of(signers)));
                }
            }
            require(in.getNextJarEntry() == null, "It has entries that its directory lacks.");
            checkSections(manifest, signed.keySet());
        }
        return common(signed);
    }

    /** The signers of an entry, null when there is none; the whole of it is read for that. */
    private CodeSigner[] read(JarInputStream in, Entry expected) throws Refusal, IOException {
        JarEntry entry = in.getNextJarEntry();
        String otherwise = "Its entry " + expected.shown() + " reads in two ways.";
        require(entry != null && entry.getName().equals(expected.name()), otherwise);
        long size = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            size += n;
            require(size <= expected.size(), otherwise);
        }
        require(
                size == expected.size() && entry.getCompressedSize() == expected.packed(),
                otherwise);
        return entry.getCodeSigners();
    }

    /** Every entry's section has a digest that counts, and every section with a digest an entry. */
    private void checkSections(Manifest manifest, Set<String> content) throws Refusal {
        for (String name : content) {
            Attributes section = manifest.getAttributes(name);
            require(
                    section != null,
                    "Its entry " + JarLayout.shown(name) + " is not signed: it was added later.");
            require(
                    SignatureFile.hasStrongDigest(section),
                    "The signature holds no SHA-256 or better of its entry "
                            + JarLayout.shown(name)
                            + ".");
        }
        for (Map.Entry<String, Attributes> section : manifest.getEntries().entrySet()) {
            require(
                    content.contains(section.getKey())
                            || !SignatureFile.hasDigest(section.getValue()),
                    "Its entry " + JarLayout.shown(section.getKey()) + " was signed, and is gone.");
        }
    }

    private Set<CodeSigner> common(Map<String, Set<CodeSigner>> signed) throws Refusal {
        require(
                signed.values().stream().anyMatch(signers -> !signers.isEmpty()),
                "None of its signatures holds: it is damaged, or made with an algorithm, key or"
                        + " certificate that this Java refuses for jars, such as MD5, SHA-1, an RSA key"
                        + " below 1024 bits or a certificate that is not for signatures.");
        var common = new LinkedHashSet<>(signed.values().iterator().next());
        for (Map.Entry<String, Set<CodeSigner>> entry : signed.entrySet()) {
            common.retainAll(entry.getValue());
            require(
                    !common.isEmpty(),
                    "Its entry "
                            + JarLayout.shown(entry.getKey())
                            + " is not signed by who signed the others.");
        }
        return common;
    }

    private void require(boolean holds, String otherwise) throws Refusal {
        if (!holds) {
            throw new Refusal(Launch.SIGNATURE_BROKEN.at(file, otherwise));
        }
    }
}

package org.openmso.embed.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.openmso.embed.internal.signing.Jars.changed;
import static org.openmso.embed.internal.signing.Jars.signed;
import static org.openmso.embed.internal.signing.Jars.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import jdk.security.jarsigner.JarSigner;
import org.junit.jupiter.api.Test;
import org.openmso.embed.Trust;
import org.openmso.embed.internal.signing.Identity;
import org.openmso.embed.internal.signing.Jars;

/** What must be signed in a jar, and how. */
class SignedJarTest {
    private static final Identity AUTHOR = Identity.named("Author").selfSigned();
    private static final Identity STRANGER = Identity.named("Stranger").selfSigned();
    private static final Verdict HOST = Verdict.trusting(AUTHOR);
    private static final byte[] PLAIN = Jars.write(Jars.content());
    private static final byte[] SIGNED = signed(PLAIN, AUTHOR);

    private static byte[] edited(UnaryOperator<String> names, UnaryOperator<byte[]> content) {
        return changed(
                SIGNED,
                entries -> {
                    var edited = new LinkedHashMap<String, byte[]>();
                    entries.forEach(
                            (name, bytes) -> edited.put(names.apply(name), content.apply(bytes)));
                    return edited;
                });
    }

    private static byte[] with(byte[] jar, String name, byte[] content) {
        return changed(
                jar,
                entries -> {
                    entries.put(name, content);
                    return entries;
                });
    }

    private static byte[] without(byte[] jar, String name) {
        return changed(
                jar,
                entries -> {
                    entries.remove(name);
                    return entries;
                });
    }

    @Test
    void aJarSignedByATrustedAuthorIsAcceptedAndItsSignerNamed() throws Refusal {
        assertEquals("CN=Author,O=Made Up", HOST.accepts(SIGNED));
    }

    @Test
    void aJarPutTogetherAgainFromTheSameEntriesIsAccepted() throws Refusal {
        assertEquals(
                "CN=Author,O=Made Up",
                HOST.accepts(edited(UnaryOperator.identity(), UnaryOperator.identity())));
    }

    @Test
    void aFolderNeedsNoSignature() throws Refusal {
        assertEquals("CN=Author,O=Made Up", HOST.accepts(with(SIGNED, "new/", new byte[0])));
    }

    @Test
    void anUnsignedJarIsRefused() {
        HOST.refuses(PLAIN, "MSO-1030", "not signed");
    }

    @Test
    void aJarWhoseSignatureWasTakenOutIsUnsigned() {
        byte[] stripped = without(without(SIGNED, "META-INF/AUTHOR.SF"), "META-INF/AUTHOR.EC");
        HOST.refuses(stripped, "MSO-1030", "not signed");
    }

    @Test
    void aStrangersJarIsRefusedWithNameAndFingerprint() throws Exception {
        byte[] jar = signed(PLAIN, STRANGER);
        HOST.refuses(jar, "MSO-1031", "CN=Stranger,O=Made Up");
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(STRANGER.certificate().getEncoded());
        HOST.refuses(jar, "MSO-1031", HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest));
    }

    @Test
    void aHostThatTrustsTheDistributionOnlyAcceptsNobodysJar() {
        var host = new Verdict(Trust.distributionOnly());
        host.refuses(SIGNED, "MSO-1031", "CN=Author");
        host.refuses(PLAIN, "MSO-1030", "not signed");
    }

    @Test
    void aDevelopersHostAcceptsAnUnsignedJarAndSaysThatNobodyVerifiedIt() throws Refusal {
        assertEquals(
                "nobody verified (development)",
                new Verdict(Trust.unsignedForDevelopment()).accepts(PLAIN));
        assertEquals("MSO-1033", Launch.UNSIGNED_ACCEPTED.warning("").code());
    }

    @Test
    void anEntryAddedLaterIsRefused() {
        HOST.refuses(with(SIGNED, "org/Added.class", text("x")), "MSO-1032", "org/Added.class");
    }

    @Test
    void anEmptyEntryAddedLaterIsRefused() {
        HOST.refuses(
                with(SIGNED, "org/added.txt", new byte[0]), "MSO-1032", "org/added.txt is not");
    }

    @Test
    void anEntryForANewerJavaAddedLaterIsRefused() {
        HOST.refuses(
                with(SIGNED, "META-INF/versions/25/org/Bundle.class", text("x")),
                "MSO-1032",
                "META-INF/versions/25/org/Bundle.class");
    }

    @Test
    void anotherEntryInMetaInfAddedLaterIsRefused() {
        HOST.refuses(with(SIGNED, "META-INF/INDEX.LIST", text("x")), "MSO-1032", "INDEX.LIST");
    }

    @Test
    void aTamperedEntryIsRefused() {
        HOST.refuses(
                with(SIGNED, "org/Bundle.class", text("another")), "MSO-1032", "org/Bundle.class");
    }

    @Test
    void aTamperedNestedJarIsRefused() {
        byte[] other = Jars.write(Map.of("inner.txt", text("other")));
        HOST.refuses(with(SIGNED, "lib/nested.jar", other), "MSO-1032", "lib/nested.jar");
    }

    @Test
    void aTamperedEntryForANewerJavaIsRefused() {
        HOST.refuses(
                with(SIGNED, "META-INF/versions/21/org/Bundle.class", text("x")),
                "MSO-1032",
                "versions/21");
    }

    @Test
    void anEntryTakenOutIsRefused() {
        HOST.refuses(without(SIGNED, "lib/nested.jar"), "MSO-1032", "lib/nested.jar was signed");
    }

    @Test
    void anEntryRenamedIsRefused() {
        byte[] renamed =
                edited(
                        name -> name.equals("org/Bundle.class") ? "org/Other.class" : name,
                        UnaryOperator.identity());
        HOST.refuses(renamed, "MSO-1032", "org/Other.class");
    }

    @Test
    void aChangedManifestIsRefusedEvenInWhatNoEntryDependsOn() {
        byte[] manifest = Jars.read(SIGNED).get("META-INF/MANIFEST.MF");
        String changed = new String(manifest, StandardCharsets.UTF_8).replace("made.up", "made.ip");
        HOST.refuses(with(SIGNED, "META-INF/MANIFEST.MF", text(changed)), "MSO-1032", "manifest");
    }

    @Test
    void aSectionAddedToTheManifestIsRefusedThoughTheOthersStillHold() {
        byte[] manifest = Jars.read(SIGNED).get("META-INF/MANIFEST.MF");
        String longer =
                new String(manifest, StandardCharsets.UTF_8) + "Name: org/x.txt\r\nNote: y\r\n\r\n";
        HOST.refuses(with(SIGNED, "META-INF/MANIFEST.MF", text(longer)), "MSO-1032", "manifest");
    }

    @Test
    void aSignatureOfTheSectionsAloneIsRefused() {
        byte[] jar = signed(PLAIN, AUTHOR, "AUTHOR", it -> it.setProperty("sectionsonly", "true"));
        HOST.refuses(jar, "MSO-1032", "does not sign the whole manifest");
    }

    @Test
    void aSignatureThatCarriesItsSignatureFileInsideIsRefused() {
        byte[] jar = signed(PLAIN, AUTHOR, "AUTHOR", it -> it.setProperty("internalsf", "true"));
        HOST.refuses(jar, "MSO-1032", "not a signature of the file beside it");
    }

    @Test
    void aDamagedSignatureIsRefused() {
        byte[] block = Jars.read(SIGNED).get("META-INF/AUTHOR.EC");
        block[block.length - 1] ^= 1;
        HOST.refuses(with(SIGNED, "META-INF/AUTHOR.EC", block), "MSO-1032", "");
    }

    @Test
    void aSignatureOfAnotherJarIsRefused() {
        byte[] other = signed(with(PLAIN, "org/more.txt", text("more")), AUTHOR);
        byte[] mixed =
                with(SIGNED, "META-INF/AUTHOR.SF", Jars.read(other).get("META-INF/AUTHOR.SF"));
        HOST.refuses(mixed, "MSO-1032", "manifest is not the one");
    }

    @Test
    void aSignatureFileWithoutItsBlockIsRefused() {
        HOST.refuses(without(SIGNED, "META-INF/AUTHOR.EC"), "MSO-1032", "lacks");
    }

    @Test
    void whatJavaTakesForASignatureButNobodySignedIsRefused() {
        HOST.refuses(inFront("META-INF/SIG-NOTE"), "MSO-1032", "SIG-NOTE is no signature");
        HOST.refuses(inFront("META-INF/OTHER.RSA"), "MSO-1032", "lacks");
        HOST.refuses(inFront("META-INF/AUTHOR.RSA"), "MSO-1032", "two blocks");
    }

    @Test
    void aSignatureBehindTheContentIsRefused() {
        byte[] jar =
                changed(
                        SIGNED,
                        entries -> {
                            entries.put("META-INF/AUTHOR.SF", entries.remove("META-INF/AUTHOR.SF"));
                            return entries;
                        });
        HOST.refuses(jar, "MSO-1032", "does not directly follow the manifest");
    }

    @Test
    void aManifestBehindTheContentIsRefused() {
        byte[] jar =
                changed(
                        SIGNED,
                        entries -> {
                            var moved = new LinkedHashMap<String, byte[]>();
                            moved.put("org/Bundle.class", entries.get("org/Bundle.class"));
                            entries.forEach(moved::putIfAbsent);
                            return moved;
                        });
        HOST.refuses(jar, "MSO-1032", "manifest is not at its beginning");
    }

    @Test
    void theFolderMetaInfMayComeBeforeTheManifest() throws Refusal {
        byte[] jar =
                changed(
                        SIGNED,
                        entries -> {
                            var moved = new LinkedHashMap<String, byte[]>();
                            moved.put("META-INF/", new byte[0]);
                            moved.putAll(entries);
                            return moved;
                        });
        assertEquals("CN=Author,O=Made Up", HOST.accepts(jar));
    }

    @Test
    void aJarWithoutContentIsRefused() {
        var manifest = Map.of("META-INF/MANIFEST.MF", text("Manifest-Version: 1.0\r\n\r\n"));
        HOST.refuses(signed(Jars.write(manifest), AUTHOR), "MSO-1032", "None of its signatures");
    }

    @Test
    void ofTwoSignersOneTrustedSufficesWhicheverCameFirst() throws Refusal {
        byte[] authorFirst = signed(SIGNED, STRANGER, "STRANGER", it -> it);
        byte[] strangerFirst =
                signed(signed(PLAIN, STRANGER, "STRANGER", it -> it), AUTHOR, "AUTHOR", it -> it);
        assertEquals("CN=Author,O=Made Up", HOST.accepts(authorFirst));
        assertEquals("CN=Author,O=Made Up", HOST.accepts(strangerFirst));
    }

    @Test
    void ofTwoStrangersBothAreNamed() {
        Identity other = Identity.named("Other").selfSigned();
        byte[] jar = signed(signed(PLAIN, STRANGER), other, "OTHER", it -> it);
        HOST.refuses(jar, "MSO-1031", "CN=Stranger");
        HOST.refuses(jar, "MSO-1031", "CN=Other");
    }

    @Test
    void whatTheTrustedOneOfTwoSignersDidNotSignIsRefused() {
        byte[] partly = with(SIGNED, "org/Added.class", text("x"));
        HOST.refuses(signed(partly, STRANGER, "STRANGER", it -> it), "MSO-1032", "AUTHOR.SF signs");
    }

    @Test
    void weakDigestsAreRefused() {
        for (String weak : new String[] {"MD5", "SHA-1"}) {
            HOST.refuses(
                    signed(PLAIN, AUTHOR, "AUTHOR", it -> digest(it, weak)),
                    "MSO-1032",
                    "SHA-256 or better");
        }
    }

    @Test
    void signaturesThatJavaCallsWeakAreRefused() {
        Identity rsa = Identity.named("Author").rsa(2048).selfSigned();
        for (String weak : new String[] {"MD5withRSA", "SHA1withRSA"}) {
            byte[] jar = signed(PLAIN, rsa, "AUTHOR", it -> signature(it, weak));
            Verdict.trusting(rsa).refuses(jar, "MSO-1032", "None of its signatures holds");
        }
    }

    @Test
    void strongDigestsAreAccepted() throws Refusal {
        for (String strong : new String[] {"SHA-256", "SHA-384", "SHA-512"}) {
            byte[] jar = signed(PLAIN, AUTHOR, "AUTHOR", it -> digest(it, strong));
            assertEquals("CN=Author,O=Made Up", HOST.accepts(jar));
        }
    }

    private static byte[] inFront(String name) {
        return changed(
                SIGNED,
                entries -> {
                    var more = new LinkedHashMap<String, byte[]>();
                    more.put("META-INF/MANIFEST.MF", entries.get("META-INF/MANIFEST.MF"));
                    more.put(name, text("anything"));
                    entries.forEach(more::putIfAbsent);
                    return more;
                });
    }

    private static JarSigner.Builder digest(JarSigner.Builder builder, String algorithm) {
        try {
            return builder.digestAlgorithm(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JarSigner.Builder signature(JarSigner.Builder builder, String algorithm) {
        try {
            return builder.signatureAlgorithm(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

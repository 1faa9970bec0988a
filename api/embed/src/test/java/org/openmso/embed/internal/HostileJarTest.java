package org.openmso.embed.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openmso.embed.internal.signing.Jars.signed;
import static org.openmso.embed.internal.signing.Jars.text;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.openmso.embed.internal.signing.Identity;
import org.openmso.embed.internal.signing.Jars;

/** Jars that read differently as a stream and by their directory, and others made to deceive. */
class HostileJarTest {
    private static final Identity AUTHOR = Identity.named("Author").selfSigned();
    private static final Verdict HOST = Verdict.trusting(AUTHOR);
    private static final byte[] SIGNED = signed(Jars.write(Jars.content()), AUTHOR);

    /** Java warns of manifests that are cut badly; held here, or it would be forgotten. */
    private static final Logger JAVAS = Logger.getLogger("java.util.jar");

    static {
        JAVAS.setLevel(Level.OFF);
    }

    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = SIGNED.length - 22;

    @Property(tries = 3000, seed = "20261124")
    void noChangeOfAByteMakesAHostAcceptOtherContent(
            @ForAll @IntRange(max = 1 << 20) int place,
            @ForAll @IntRange(min = 1, max = 255) int by) {
        byte[] jar = SIGNED.clone();
        jar[place % jar.length] ^= (byte) by;
        acceptsNothingElse(jar);
    }

    @Property(tries = 500, seed = "20261124")
    void noCutMakesAHostAcceptOtherContent(
            @ForAll @IntRange(max = 1 << 20) int from,
            @ForAll @IntRange(min = 1, max = 64) int length) {
        int at = from % SIGNED.length;
        int end = Math.min(SIGNED.length, at + length);
        byte[] jar = new byte[SIGNED.length - (end - at)];
        System.arraycopy(SIGNED, 0, jar, 0, at);
        System.arraycopy(SIGNED, end, jar, at, SIGNED.length - end);
        acceptsNothingElse(jar);
    }

    @Property(tries = 500, seed = "20261124")
    void arbitraryBytesAreRefused(@ForAll byte[] jar) {
        HOST.refuses(jar, "MSO-1032", "");
    }

    /** A jar is refused, or is by each way of reading what the author signed. */
    private static void acceptsNothingElse(byte[] jar) {
        try {
            HOST.accepts(jar);
        } catch (Refusal e) {
            assertEquals("MSO-10", e.problem().code().substring(0, 6));
            return;
        }
        assertSame(Jars.content(), Jars.read(jar));
        assertSame(Jars.content(), Jars.readByDirectory(jar));
    }

    private static void assertSame(Map<String, byte[]> signed, Map<String, byte[]> found) {
        var rest = new LinkedHashMap<>(found);
        signed.forEach(
                (name, content) -> {
                    byte[] now = rest.remove(name);
                    if (!name.equals("META-INF/MANIFEST.MF")) {
                        assertArrayEquals(content, now, name);
                    }
                });
        assertTrue(
                rest.keySet().stream().allMatch(name -> name.startsWith("META-INF/AUTHOR.")),
                rest.keySet()::toString);
    }

    @Example
    void anEntryThatIsThereTwiceIsRefused() {
        refuses(twice("org/Bundle.clasx", "org/Bundle.class"), "org/Bundle.class twice");
    }

    @Example
    void aManifestThatIsThereTwiceIsRefused() {
        refuses(twice("META-INF/MANIFEST.MX", "META-INF/MANIFEST.MF"), "MANIFEST.MF twice");
    }

    @Example
    void aSecondManifestInAnotherCaseIsRefused() {
        refuses(more("META-INF/Manifest.mf"), "twice, in different case");
        refuses(more("meta-inf/MANIFEST.MF"), "writes META-INF in another case");
    }

    @Example
    void signaturesInAnotherCaseAreRefused() {
        refuses(more("meta-inf/AUTHOR.SF"), "writes META-INF in another case");
        refuses(more("META-INF/author.sf"), "twice, in different case");
    }

    @Example
    void aManifestInAnotherCaseIsRefused() {
        var entries = new LinkedHashMap<String, byte[]>();
        Jars.read(SIGNED)
                .forEach(
                        (name, content) ->
                                entries.put(name.replace("MANIFEST", "manifest"), content));
        refuses(Jars.write(entries), "manifest is not at its beginning");
    }

    @Example
    void namesThatMeanAnotherAreRefused() {
        for (String name :
                new String[] {
                    "./org/Bundle.class",
                    "/org/Bundle.class",
                    "org//Bundle.class",
                    "org/../org/Bundle.class",
                    "org\\Bundle.class",
                    "org/Bundle.class\0"
                }) {
            refuses(more(name), "a name that means another");
        }
    }

    @Example
    void aFolderWithTheNameOfAFileIsRefused() {
        refuses(more("org/Bundle.class/", new byte[0]), "twice");
    }

    @Example
    void aFolderWithContentIsRefused() {
        refuses(more("new/"), "has content");
    }

    @Example
    void bytesBeforeTheFirstEntryAreRefused() {
        byte[] jar = new byte[SIGNED.length + 7];
        System.arraycopy(SIGNED, 0, jar, 7, SIGNED.length);
        refuses(jar, "Its directory does not lie");
        // With every offset made to fit, as a self-extracting archive does it.
        byte[] fitted =
                patched(
                        jar,
                        it -> {
                            it.putInt(jar.length - 6, it.getInt(jar.length - 6) + 7);
                            for (int at : centrals(jar)) {
                                it.putInt(at + 42, it.getInt(at + 42) + 7);
                            }
                        });
        refuses(fitted, "does not begin where the one before it ends");
    }

    @Example
    void bytesBehindTheEndAreRefused() {
        refuses(Arrays.copyOf(SIGNED, SIGNED.length + 1), "does not end where a jar ends");
    }

    @Example
    void aCommentIsRefused() {
        byte[] jar = Arrays.copyOf(SIGNED, SIGNED.length + 22);
        System.arraycopy(SIGNED, END, jar, SIGNED.length, 22);
        ByteBuffer.wrap(jar).order(ByteOrder.LITTLE_ENDIAN).putShort(END + 20, (short) 22);
        refuses(jar, "Its directory does not lie where its end says");
        refuses(patched(it -> it.putShort(END + 20, (short) 5)), "comment");
    }

    @Example
    void aJarInsideTheGapBetweenEntriesAndDirectoryIsRefused() {
        int directory = centrals(SIGNED)[0];
        byte[] hidden = Jars.write(Map.of("org/Hidden.class", text("x")));
        byte[] jar = new byte[SIGNED.length + hidden.length];
        System.arraycopy(SIGNED, 0, jar, 0, directory);
        System.arraycopy(hidden, 0, jar, directory, hidden.length);
        System.arraycopy(
                SIGNED, directory, jar, directory + hidden.length, SIGNED.length - directory);
        refuses(
                patched(jar, it -> it.putInt(jar.length - 6, directory + hidden.length)),
                "bytes that its directory does not name");
    }

    @Example
    void anEntryThatTheDirectoryDoesNotNameIsRefused() {
        int[] centrals = centrals(SIGNED);
        int last = centrals[centrals.length - 1];
        byte[] jar = new byte[SIGNED.length - (END - last)];
        System.arraycopy(SIGNED, 0, jar, 0, last);
        System.arraycopy(SIGNED, END, jar, last, 22);
        byte[] fitted =
                patched(
                        jar,
                        it -> {
                            it.putShort(last + 8, (short) (centrals.length - 1));
                            it.putShort(last + 10, (short) (centrals.length - 1));
                            it.putInt(last + 12, last - centrals[0]);
                        });
        refuses(fitted, "bytes that its directory does not name");
    }

    @Example
    void anEntryOfTheDirectoryThatTheStreamDoesNotHaveIsRefused() {
        refuses(
                patched(it -> it.putInt(it.getInt(END + 16) + 42, 1)),
                "does not begin where the one before it ends");
        refuses(patched(it -> it.putInt(0, 0)), "does not lie where the directory says");
    }

    @Example
    void anEntryWithAnotherNameInItsOwnHeaderIsRefused() {
        int local = local("org/Bundle.class");
        refuses(patched(it -> it.put(local + 30, (byte) 'O')), "another name in its own header");
    }

    @Example
    void anEntryWithAnotherSizeOrChecksumInItsOwnHeaderIsRefused() {
        int local = local("org/Bundle.class");
        for (int field : new int[] {14, 18, 22}) {
            refuses(patched(it -> it.putInt(local + field, 3)), "described in two ways");
        }
    }

    @Example
    void anEntryWhoseContentEndsBeforeItsDirectorySaysIsRefused() {
        // The packed content of one entry is followed by bytes that only the directory counts in.
        byte[] plain = Jars.write(Map.of("a", text("aaaa")));
        byte[] padded = new byte[plain.length + 4];
        int descriptor = 30 + 1 + packed(plain);
        System.arraycopy(plain, 0, padded, 0, descriptor);
        System.arraycopy(plain, descriptor, padded, descriptor + 4, plain.length - descriptor);
        int directory =
                ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN).getInt(plain.length - 6);
        byte[] jar =
                patched(
                        padded,
                        it -> {
                            it.putInt(descriptor + 4 + 8, packed(plain) + 4);
                            it.putInt(directory + 4 + 20, packed(plain) + 4);
                            it.putInt(padded.length - 6, directory + 4);
                        });
        var layout = layout(jar);
        assertEquals(packed(plain) + 4, layout.entries().get(0).packed());
        var refusal = assertThrows(Refusal.class, () -> layout.content(layout.entries().get(0)));
        assertTrue(refusal.problem().message().contains("another size"), refusal::toString);
    }

    /** The stream meets a hidden entry where the directory sees the end of a longer one. */
    @Example
    void anEntryHiddenInsideAnotherIsRefused() {
        int[] centrals = centrals(SIGNED);
        int last = centrals[centrals.length - 1];
        ByteBuffer it = ByteBuffer.wrap(SIGNED).order(ByteOrder.LITTLE_ENDIAN);
        int descriptor = descriptor(it, it.getInt(last + 42), last);
        byte[] hidden = Jars.write(Map.of("org/Hidden.class", text("x")));
        int inserted = 16 + hidden.length;
        var bytes = new ByteArrayOutputStream();
        bytes.write(SIGNED, 0, descriptor + 16);
        bytes.writeBytes(hidden);
        bytes.write(SIGNED, descriptor, SIGNED.length - descriptor);
        byte[] jar = bytes.toByteArray();
        int packed = it.getInt(last + 20) + inserted;
        byte[] fitted =
                patched(
                        jar,
                        fit -> {
                            fit.putInt(descriptor + inserted + 8, packed);
                            fit.putInt(last + inserted + 20, packed);
                            fit.putInt(jar.length - 6, centrals[0] + inserted);
                        });
        assertTrue(Jars.read(fitted).containsKey("org/Hidden.class"));
        refuses(fitted, "reads in two ways");
    }

    @Example
    void encryptedSplitZip64AndOddlyPackedJarsAreRefused() {
        int local = local("org/Bundle.class");
        int central = central("org/Bundle.class");
        refuses(patched(it -> it.put(local + 6, (byte) (it.get(local + 6) | 1))), "encrypted");
        refuses(patched(it -> it.putShort(local + 8, (short) 12)), "packed in a way");
        refuses(patched(it -> it.putShort(central + 10, (short) 0)), "packed in a way");
        refuses(patched(it -> it.putShort(END + 4, (short) 1)), "split");
        refuses(patched(it -> it.putShort(central + 34, (short) 1)), "described in two ways");
        refuses(patched(it -> it.putInt(END - 20, 0x07064b50)), "ZIP64");
    }

    @Example
    void aZip64FieldIsRefused() {
        refuses(withExtra(new byte[] {1, 0, 8, 0, 9, 0, 0, 0, 0, 0, 0, 0}), "ZIP64");
    }

    @Example
    void moreThanABundleMayUnpackToIsRefused() {
        int local = local("org/empty.txt");
        int central = central("org/empty.txt");
        byte[] jar =
                patched(
                        it -> {
                            it.putInt(central + 24, 0x7ffffff0);
                            int descriptor = descriptor(it, local, central);
                            it.putInt(descriptor + 12, 0x7ffffff0);
                        });
        refuses(jar, "larger than a bundle may be");
    }

    @Example
    void anotherNumberOfEntriesThanTheEndSaysIsRefused() {
        refuses(patched(it -> it.putShort(END + 10, (short) 1)), "another number of entries");
        refuses(patched(it -> it.putShort(END + 8, (short) 1)), "another number of entries");
    }

    @Example
    void aNameThatIsNotUtf8IsRefused() {
        int central = central("org/Bundle.class");
        refuses(patched(it -> it.put(central + 46, (byte) 0xff)), "not in UTF-8");
    }

    private static void refuses(byte[] jar, String words) {
        HOST.refuses(jar, "MSO-1032", words);
    }

    private static JarLayout layout(byte[] jar) {
        try {
            return JarLayout.of("bundle.jar", jar);
        } catch (Refusal e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] more(String name) {
        return more(name, text("anything"));
    }

    private static byte[] more(String name, byte[] content) {
        return Jars.changed(
                SIGNED,
                entries -> {
                    entries.put(name, content);
                    return entries;
                });
    }

    /** A jar in which an entry is there twice, written first under a name of the same length. */
    private static byte[] twice(String disguise, String name) {
        byte[] jar = more(disguise);
        String latin = new String(jar, StandardCharsets.ISO_8859_1).replace(disguise, name);
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] withExtra(byte[] extra) {
        var bytes = new ByteArrayOutputStream();
        byte[] plain = Jars.write(Map.of("a", text("aaaa")));
        // Into the only entry's own header.
        bytes.write(plain, 0, 31);
        bytes.writeBytes(extra);
        bytes.write(plain, 31, plain.length - 31);
        byte[] jar = bytes.toByteArray();
        return patched(
                jar,
                it -> {
                    it.putShort(28, (short) extra.length);
                    it.putInt(jar.length - 6, it.getInt(jar.length - 6) + extra.length);
                });
    }

    private static int packed(byte[] jar) {
        ByteBuffer it = ByteBuffer.wrap(jar).order(ByteOrder.LITTLE_ENDIAN);
        return it.getInt(it.getInt(jar.length - 6) + 20);
    }

    private static int descriptor(ByteBuffer it, int local, int central) {
        return local
                + 30
                + it.getShort(local + 26)
                + it.getShort(local + 28)
                + it.getInt(central + 20);
    }

    private static byte[] patched(Consumer<ByteBuffer> patch) {
        return patched(SIGNED, patch);
    }

    private static byte[] patched(byte[] jar, Consumer<ByteBuffer> patch) {
        byte[] copy = jar.clone();
        patch.accept(ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN));
        return copy;
    }

    private static int local(String name) {
        return find(LOCAL, 30, name);
    }

    private static int central(String name) {
        return find(CENTRAL, 46, name);
    }

    private static int find(int signature, int length, String name) {
        ByteBuffer it = ByteBuffer.wrap(SIGNED).order(ByteOrder.LITTLE_ENDIAN);
        byte[] wanted = text(name);
        for (int at = 0; at + length + wanted.length < SIGNED.length; at++) {
            if (it.getInt(at) == signature
                    && Arrays.equals(
                            SIGNED,
                            at + length,
                            at + length + wanted.length,
                            wanted,
                            0,
                            wanted.length)) {
                return at;
            }
        }
        throw new AssertionError("no header of " + name);
    }

    /** Where the headers of the directory are. */
    private static int[] centrals(byte[] jar) {
        ByteBuffer it = ByteBuffer.wrap(jar).order(ByteOrder.LITTLE_ENDIAN);
        var found = IntStream.builder();
        for (int at = 0; at + 46 < jar.length; at++) {
            if (it.getInt(at) == CENTRAL) {
                found.add(at);
                at += 46;
            }
        }
        return found.build().toArray();
    }
}

package org.openmso.embed.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.openmso.api.Problem;
import org.openmso.embed.TestIndex;
import org.openmso.embed.Trust;
import org.openmso.embed.internal.signing.Identity;
import org.openmso.embed.internal.signing.Jars;

/** An index as a file: what is read out of it is what was signed. */
class IndexJarTest {
    private static final Clock NOON = Clock.fixed(Verdict.NOON, ZoneOffset.UTC);
    private static final Identity PUBLISHER = Identity.named("Publisher").selfSigned();
    private static final Trust TRUST = Trust.signedBy(Identity.store(PUBLISHER));
    private static final byte[] JSON = TestIndex.number(5).json().getBytes(StandardCharsets.UTF_8);
    private static final byte[] SIGNED = Jars.signed(TestIndex.number(5).unsigned(), PUBLISHER);

    private static byte[] read(Trust trust, byte[] jar) throws Refusal {
        return IndexJar.read(trust, NOON, "index.jar", jar).json();
    }

    private static void refused(Trust trust, byte[] jar, String code, String words) {
        Problem problem = assertThrows(Refusal.class, () -> read(trust, jar)).problem();
        assertEquals(code, problem.code(), problem::toString);
        assertTrue(problem.message().contains(words), problem::toString);
    }

    @Example
    void theSignedJsonIsRead() throws Refusal {
        assertArrayEquals(JSON, read(TRUST, SIGNED));
        assertArrayEquals(
                JSON, read(Trust.unsignedForDevelopment(), TestIndex.number(5).unsigned()));
        refused(TRUST, TestIndex.number(5).unsigned(), "MSO-1030", "");
        refused(Trust.distributionOnly(), SIGNED, "MSO-1031", "");
    }

    @Example
    void aBundleIsNoIndexEvenIfItCarriesOne() {
        var content = new LinkedHashMap<>(Jars.content());
        content.put("bundles.json", JSON);
        byte[] bundle = Jars.signed(Jars.write(content), PUBLISHER);
        refused(TRUST, bundle, "MSO-1056", "It has ");
    }

    @Example
    void whatIsNoJarIsNoIndex() {
        refused(TRUST, new byte[0], "MSO-1056", "It is no jar");
        refused(TRUST, Jars.text("<html>Not found</html>"), "MSO-1056", "It is no jar");
        refused(TRUST, JSON, "MSO-1056", "It is no jar");
        var manifest = new LinkedHashMap<String, byte[]>();
        manifest.put("META-INF/MANIFEST.MF", Jars.text("Manifest-Version: 1.0\r\n\r\n"));
        refused(TRUST, Jars.write(manifest), "MSO-1056", "It has no bundles.json.");
    }

    @Example
    void whatUnpacksToMoreThanAnIndexIsNotUnpacked() {
        byte[] bomb = TestIndex.jar(" ".repeat((2 << 20) + 1));
        assertTrue(bomb.length < 10_000);
        refused(Trust.unsignedForDevelopment(), bomb, "MSO-1055", "more than 2 MiB");
    }

    @Property(tries = 2000, seed = "20261124")
    void noChangeOfAByteMakesAHostReadOtherContent(
            @ForAll @IntRange(max = 1 << 20) int place,
            @ForAll @IntRange(min = 1, max = 255) int by) {
        byte[] jar = SIGNED.clone();
        jar[place % jar.length] ^= (byte) by;
        byte[] read;
        try {
            read = read(TRUST, jar);
        } catch (Refusal e) {
            assertTrue(e.problem().code().matches("MSO-10(3[0-2]|5[56])"), e.problem()::toString);
            return;
        }
        assertArrayEquals(JSON, read);
    }
}

package org.openmso.embed.internal;

import java.time.Clock;
import java.util.List;
import java.util.jar.JarFile;
import org.openmso.embed.Trust;
import org.openmso.embed.internal.JarLayout.Entry;

/**
 * An index as a file: a jar with {@code bundles.json}, judged by the same rules as a bundle, on the
 * bytes that are then read. It holds nothing else, so that no bundle passes for an index.
 */
final class IndexJar {
    /** Larger than any index, signatures included. */
    static final long MOST_BYTES = 4L << 20;

    private static final String CONTENT = "bundles.json";
    private static final int MOST_JSON = 2 << 20;

    private IndexJar() {}

    /**
     * One that the host accepts.
     *
     * @param signers the subjects of those who signed it and whom the host trusts
     */
    record Sound(byte[] json, List<String> signers) {}

    /**
     * Reads one.
     *
     * @param index where it comes from, for messages
     * @throws Refusal MSO-1056 if it is no index, MSO-1055 if its JSON is too large, MSO-1030 to
     *     MSO-1032 if the host does not accept it as signed
     */
    static Sound read(Trust trust, Clock clock, String index, byte[] jar) throws Refusal {
        JarLayout layout = layout(index, jar);
        Entry content = null;
        for (Entry entry : layout.entries()) {
            if (entry.name().equals(CONTENT)) {
                content = entry;
            } else if (!entry.signature()
                    && !entry.name().equals(JarFile.MANIFEST_NAME)
                    && !entry.name().equals(JarLayout.META_INF)) {
                throw IndexProblem.NOT_AN_INDEX.refusal(index, "It has " + entry.shown() + ".");
            }
        }
        if (content == null) {
            throw IndexProblem.NOT_AN_INDEX.refusal(index, "It has no " + CONTENT + ".");
        }
        if (content.size() > MOST_JSON) {
            throw IndexProblem.TOO_LARGE.refusal(
                    index, "Its " + CONTENT + " has more than " + (MOST_JSON >> 20) + " MiB.");
        }
        List<String> signers =
                SignedJar.trusted(trust, clock.instant(), index, jar).stream()
                        .map(SignedJar.Signer::subject)
                        .toList();
        return new Sound(layout.content(content), signers);
    }

    private static JarLayout layout(String index, byte[] jar) throws Refusal {
        try {
            return JarLayout.of(index, jar);
        } catch (Refusal e) {
            throw IndexProblem.NOT_AN_INDEX.refusal(
                    index, "It is no jar, or one that can be read in two ways.", e);
        }
    }
}

package org.openmso.embed.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/**
 * What Java leaves open about a signature of a jar. Java checks that the block signs a signature
 * file and the signature file the manifest's sections; but it is content with some of the sections,
 * and prefers a signature file inside the block to the one beside it. Here a signature must sign
 * the whole manifest, main attributes and all, in the file that is seen.
 *
 * @param name the signature file's name, for messages
 * @param content the signature file ({@code .SF})
 * @param block the signature of it ({@code .RSA}, {@code .DSA}, {@code .EC})
 */
record SignatureFile(String name, byte[] content, byte[] block) {
    /** What counts as a digest, in signature files and manifests. */
    private static final Set<String> STRONG =
            Set.of(
                    "SHA-256",
                    "SHA-384",
                    "SHA-512",
                    "SHA-512/256",
                    "SHA3-256",
                    "SHA3-384",
                    "SHA3-512");

    private static final String OF_MANIFEST = "-DIGEST-MANIFEST";
    private static final String OF_ENTRY = "-DIGEST";

    /** What keeps it from signing the whole manifest, a sentence; empty when nothing does. */
    String objection(byte[] manifest) throws IOException {
        if (!detached()) {
            return "The signature " + name + " is not a signature of the file beside it.";
        }
        boolean whole = false;
        var attributes = new Manifest(new ByteArrayInputStream(content)).getMainAttributes();
        for (Map.Entry<Object, Object> attribute : attributes.entrySet()) {
            String algorithm = algorithm(attribute.getKey(), OF_MANIFEST);
            if (STRONG.contains(algorithm)) {
                byte[] digest = Base64.getMimeDecoder().decode(attribute.getValue().toString());
                if (!MessageDigest.isEqual(digest, digest(algorithm, manifest))) {
                    return "The manifest is not the one that " + name + " signs.";
                }
                whole = true;
            }
        }
        return whole
                ? ""
                : "The signature "
                        + name
                        + " does not sign the whole manifest with SHA-256 or better.";
    }

    /** Whether a section of the manifest carries a digest of an entry. */
    static boolean hasDigest(Attributes section) {
        return section.keySet().stream().anyMatch(key -> !algorithm(key, OF_ENTRY).isEmpty());
    }

    /** Whether a section of the manifest carries a digest of an entry that counts. */
    static boolean hasStrongDigest(Attributes section) {
        return section.keySet().stream().anyMatch(key -> STRONG.contains(algorithm(key, OF_ENTRY)));
    }

    /** The algorithm that a key of this ending names, or an empty text. */
    private static String algorithm(Object key, String ending) {
        String upper = key.toString().toUpperCase(Locale.ENGLISH);
        return upper.endsWith(ending) ? upper.substring(0, upper.length() - ending.length()) : "";
    }

    private static byte[] digest(String algorithm, byte[] content) {
        try {
            return MessageDigest.getInstance(algorithm).digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java since 9 has " + algorithm, e);
        }
    }

    /**
     * Whether the block carries no content of its own (RFC 2315, 9.1: a ContentInfo with
     * SignedData, whose ContentInfo is a type alone).
     */
    private boolean detached() {
        try {
            var outer = new Der(block, 0, block.length).within(0x30);
            outer.skip(0x06);
            var signed = outer.within(0xa0).within(0x30);
            signed.skip(0x02);
            signed.skip(0x31);
            var info = signed.within(0x30);
            info.skip(0x06);
            return info.done();
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return false;
        }
    }

    /** A cursor over elements in DER (X.690), which have a definite length. */
    private static final class Der {
        private final byte[] bytes;
        private final int end;
        private int at;

        Der(byte[] bytes, int from, int end) {
            this.bytes = bytes;
            this.at = from;
            this.end = end;
        }

        boolean done() {
            return at == end;
        }

        void skip(int tag) {
            within(tag);
        }

        /** Moves behind the element here, which must have this tag, and looks inside it. */
        Der within(int tag) {
            if (at >= end || (bytes[at] & 0xff) != tag) {
                throw new IllegalArgumentException("another element stands here");
            }
            int length = bytes[at + 1] & 0xff;
            int from = at + 2;
            if (length >= 0x80) {
                int octets = length & 0x7f;
                if (octets == 0 || octets > 3) {
                    throw new IllegalArgumentException("not a definite length");
                }
                length = 0;
                for (int i = 0; i < octets; i++) {
                    length = length << 8 | bytes[from++] & 0xff;
                }
            }
            if (length > end - from) {
                throw new IllegalArgumentException("longer than what holds it");
            }
            at = from + length;
            return new Der(bytes, from, at);
        }
    }
}

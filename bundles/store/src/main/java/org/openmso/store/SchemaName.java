package org.openmso.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The schema of a bundle: {@code mso_} and its symbolic name in lower case, everything but letters
 * and digits an underscore. PostgreSQL cuts names after 63 bytes, so a longer one ends in a part of
 * its digest.
 */
final class SchemaName {
    private static final int MOST = 56;
    private static final int DIGEST = 12;

    private SchemaName() {}

    static String of(String bundle) {
        String plain = bundle.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
        String name = "mso_" + plain;
        return name.length() <= MOST
                ? name
                : name.substring(0, MOST - DIGEST - 1) + "_" + digest(bundle, DIGEST);
    }

    /** So many hex digits of a text's SHA-256. */
    static String digest(String text, int digits) {
        try {
            byte[] sha =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha).substring(0, digits);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

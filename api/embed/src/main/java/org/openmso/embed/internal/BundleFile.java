package org.openmso.embed.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/**
 * A bundle jar that lies as a resource beside a {@code META-INF/openmso/bundles.index}. A line of
 * the index is the jar's SHA-256, a blank, and its file name. Read as a stream, so that a jar
 * inside a fat jar works and no file stays open.
 */
record BundleFile(String name, String digest, URL location) {
    private static final String INDEX = "META-INF/openmso/bundles.index";

    /** All bundles that the loader's class path offers, in the order of their indexes. */
    static List<BundleFile> on(ClassLoader loader) {
        try {
            var bundles = new ArrayList<BundleFile>();
            for (URL index : Collections.list(loader.getResources(INDEX))) {
                try (var lines =
                        new BufferedReader(
                                new InputStreamReader(open(index), StandardCharsets.UTF_8))) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        int blank = line.indexOf(' ');
                        String file = line.substring(blank + 1);
                        bundles.add(
                                new BundleFile(
                                        file,
                                        line.substring(0, blank),
                                        new URL(index, "bundles/" + file)));
                    }
                }
            }
            return bundles;
        } catch (IOException | IndexOutOfBoundsException e) {
            throw Launch.NO_BUNDLES.failed(INDEX, e);
        }
    }

    /**
     * The jar's bytes, checked against the index: what is checked is what is installed.
     *
     * @throws IOException if it cannot be read
     * @throws Refusal (MSO-1006) if the bytes are others
     */
    byte[] read() throws IOException, Refusal {
        byte[] jar;
        try (InputStream in = open(location)) {
            jar = in.readAllBytes();
        }
        String actual = HexFormat.of().formatHex(sha256().digest(jar));
        if (!actual.equals(digest)) {
            throw new Refusal(
                    Launch.DAMAGED_BUNDLE.at(
                            name, "Promised is SHA-256 " + digest + ", found " + actual + "."));
        }
        return jar;
    }

    private static InputStream open(URL url) throws IOException {
        var connection = url.openConnection();
        connection.setUseCaches(false);
        return connection.getInputStream();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
